//! How each authority writes its numbers, as one table: a new country is a new row.
//!
//! Sources: numbers printed on agencies' own public pages and in public registers (`tests/vectors`). Patterns are
//! written over [`PlainText::upper`](super::plain::PlainText::upper) with these short forms: `{d}` a digit or a letter
//! mistaken for one (O, I, L), `{/}` a slash and `{-}` an optional hyphen with spaces around them, `{own}` one of the
//! row's cue words and `{cue}` one of those or of [`COMMON_CUES`], each with what may stand before a number ("No:").

/// How much of a number was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// Every part that the authority prints and that tells numbers apart.
    Full,
    /// Some parts are missing, as on pages that cut the number short.
    Cut,
    /// Only digits, read as a number of this scheme because of a cue word or the field it stood in.
    Bare,
}

/// Where a form may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Anywhere: it cannot well be anything else.
    Nothing,
    /// In a text only for the row's country; in a licence field always.
    Country,
    /// In a licence field, and only for the row's country.
    Field,
    /// On the register's own page only, which prints it without the letters.
    Register,
}

/// A piece of a canonical key; the number is the group of the pattern.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Text(&'static str),
    /// Digits without leading zeros.
    Serial(usize),
    /// Digits with leading zeros up to a width.
    Padded(usize, usize),
    /// Digits as printed.
    Digits(usize),
    /// Letters, known long and old spellings replaced (see [`PLACES`]).
    Place(usize),
    /// A date MMDDYY or MMDDYYYY, as MMDDYY.
    MonthFirstDate(usize),
    /// A Bikram Sambat year (74, 074, 2074), as three digits.
    SambatYear(usize),
    /// Letters and digits as printed.
    Printed(usize),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct KeyRule {
    pub scheme: &'static str,
    pub parts: &'static [Part],
}

#[derive(Debug)]
pub(super) struct Form {
    pub pattern: &'static str,
    pub needs: Needs,
    pub shape: Shape,
    /// What it stands for.
    pub keys: &'static [KeyRule],
    /// Shorter forms that a register's number also answers to.
    pub also_on_file: &'static [KeyRule],
}

#[derive(Debug)]
pub(super) struct Grammar {
    pub scheme: &'static str,
    /// ISO alpha-2 of the authority's country.
    pub country: &'static str,
    pub cues: &'static [&'static str],
    /// Words shortly before a number that make it a number of another kind.
    pub not_after: &'static [&'static str],
    /// Digits that the authority prints, where its keys drop leading zeros; 0 where they do not.
    pub width: usize,
    pub forms: &'static [Form],
}

/// Words for "licence" or "registration" that any authority's number may follow.
#[rustfmt::skip]
pub(super) const COMMON_CUES: &[&str] = &[
    "LICENCE", "LICENSE", "LIC", "LISENSYA", "LISENSI", "LESEN", "REGISTRATION", "REGN", "REGD", "REG", "PERMIT",
    "IZIN", "IJIN", "लाइसेंस", "लाइसेन्स", "लाईसेंस", "लायसन्स", "अनुज्ञप्ति", "इजाजतपत्र", "इजाजत पत्र", "पंजीकरण",
    "লাইসেন্স", "লাইসেন্স নং", "নিবন্ধন", "ਲਾਇਸੰਸ", "ਲਾਇਸੈਂਸ", "લાઇસન્સ", "લાયસન્સ", "ଲାଇସେନ୍ସ", "உரிமம்", "உரிம",
    "லைசென்ஸ்", "లైసెన్స్", "ಲೈಸೆನ್ಸ್", "ಪರವಾನಗಿ", "ലൈസൻസ്", "ලයිසන්", "බලපත්‍ර", "لائسنس", "لائسینس", "ترخيص",
    "رخصة", "ใบอนุญาต", "လိုင်စင်", "អាជ្ញាប័ណ្ណ", "GIẤY PHÉP",
];

/// What may stand between a cue word and its number.
#[rustfmt::skip]
pub(super) const NUMBER_WORDS: &[&str] = &[
    "NUMBERS", "NUMBER", "NOS", "NO", "NUM", "NBR", "NR", "NOMOR", "NOMER", "NUMERO", "BILANG", "LICENCE", "LICENSE",
    "LIC", "IS", "नंबर", "नम्बर", "नं", "क्रमांक", "সংখ্যা", "নাম্বার", "নম্বর", "নং", "ਨੰਬਰ", "નંબર", "ନମ୍ବର", "எண்",
    "నంబర్", "నెం", "ನಂಬರ್", "ಸಂಖ್ಯೆ", "നമ്പർ", "අංකය", "නො", "نمبر", "رقم", "เลขที่", "SỐ",
];

/// Kinds of licence that are not a recruiter's, whose number may follow a common cue.
const OTHER_LICENCES: &[&str] = &[
    "TRADE",
    "DRIVING",
    "DRIVER",
    "DRIVERS",
    "GST",
    "PAN",
    "VAT",
    "TIN",
    "COMPANY",
    "ট্রেড",
    "ড্রাইভিং",
    "कम्पनी",
    "कंपनी",
];

/// Long and old spellings of the places in a number, and what the authority prints.
pub(super) const PLACES: &[(&str, &str)] = &[
    ("CHENNAI", "CHE"),
    ("MADRAS", "CHE"),
    ("MUMBAI", "MUM"),
    ("BOMBAY", "MUM"),
    ("DELHI", "DEL"),
    ("KERALA", "KER"),
    ("PUNJAB", "PUN"),
    ("RAJASTHAN", "RAJ"),
    ("HYDERABAD", "HYD"),
    ("KOLKATA", "KOL"),
    ("LAHORE", "LHR"),
    ("KARACHI", "KHI"),
    ("KAR", "KHI"),
    ("RAWALPINDI", "RWP"),
    ("PESHAWAR", "PWR"),
    ("PSH", "PWR"),
    ("MALAKAND", "MLK"),
    ("SIALKOT", "SKT"),
    ("QUETTA", "QTA"),
    ("ISLAMABAD", "ISB"),
];

use Part::{Digits, MonthFirstDate, Padded, Place, Printed, SambatYear, Serial, Text};

const fn key(scheme: &'static str, parts: &'static [Part]) -> KeyRule {
    KeyRule { scheme, parts }
}

const IN_OFFICE: KeyRule = key("in", &[Text("B"), Padded(1, 4), Text("/"), Place(2)]);
const IN_SERIAL: KeyRule = key("in", &[Text("B"), Padded(1, 4)]);
/// The file number near the end; some agencies quote it alone (`RA 8283`).
const IN_FILE: KeyRule = key("in", &[Text("F"), Serial(3)]);
const IN_FILE_ALONE: KeyRule = key("in", &[Text("F"), Serial(1)]);
const PH_DATED: KeyRule = key("ph", &[Padded(1, 3), Text("-"), Printed(2), Text("-"), MonthFirstDate(3)]);
const PH_UNDATED: KeyRule = key("ph", &[Padded(1, 3), Text("-"), Printed(2)]);
const NP_YEAR: KeyRule = key("np", &[Serial(1), Text("/"), SambatYear(2)]);
const NP_SERIAL: KeyRule = key("np", &[Serial(1)]);
const PK_REGION: KeyRule = key("pk", &[Serial(1), Text("/"), Place(2)]);
const PK_SERIAL: KeyRule = key("pk", &[Serial(1)]);
const LK_SERIAL: KeyRule = key("lk", &[Serial(1)]);
const RPSL_PORT: KeyRule = key("in-seafarer", &[Place(1), Text("-"), Serial(2)]);

const fn form(pattern: &'static str, needs: Needs, shape: Shape, keys: &'static [KeyRule]) -> Form {
    Form { pattern, needs, shape, keys, also_on_file: &[] }
}

/// Every number scheme that is known.
pub(super) static GRAMMARS: &[Grammar] = &[
    Grammar {
        scheme: "in",
        country: "IN",
        cues: &["RA", "R.A", "RC", "R.C", "POE", "MEA"],
        not_after: OTHER_LICENCES,
        width: 0,
        forms: &[
            Form {
                pattern: "B{-}({d}{1,4}){/}([A-Z]{2,12})(?:{/}[A-Z0-9+-]{1,10}){0,5}{/}({d}{3,5}){/}(?:{d}{4}|{d}{2})",
                needs: Needs::Nothing,
                shape: Shape::Full,
                keys: &[IN_OFFICE],
                also_on_file: &[IN_SERIAL, IN_FILE],
            },
            Form {
                pattern: "B{-}({d}{3,4}){/}([A-Z]{2,12})(?:{/}[A-Z0-9+-]{1,10}){0,6}",
                needs: Needs::Nothing,
                shape: Shape::Cut,
                keys: &[IN_OFFICE],
                also_on_file: &[IN_SERIAL],
            },
            // The letter dropped: 4008/RAJ/PER/...
            Form {
                pattern: "({d}{3,4}){/}([A-Z]{2,12}){/}(?:PER|PART|COM)(?:{/}[A-Z0-9+-]{1,10}){0,5}",
                needs: Needs::Nothing,
                shape: Shape::Cut,
                keys: &[IN_OFFICE],
                also_on_file: &[IN_SERIAL],
            },
            form("{cue}B{-}({d}{3,4})", Needs::Country, Shape::Cut, &[IN_SERIAL]),
            form(r"^\W*(?:RC|RA)?{-}B{-}({d}{1,4})\W*$", Needs::Field, Shape::Cut, &[IN_SERIAL]),
            form("{cue}({d}{4})", Needs::Country, Shape::Bare, &[IN_SERIAL, IN_FILE_ALONE]),
            form("{cue}([0-9]{5})", Needs::Country, Shape::Bare, &[IN_FILE_ALONE]),
            form(r"^\W*({d}{3,4})\W*$", Needs::Field, Shape::Bare, &[IN_SERIAL, IN_FILE_ALONE]),
            form(r"^\W*({d}{5})\W*$", Needs::Field, Shape::Bare, &[IN_FILE_ALONE]),
        ],
    },
    Grammar {
        scheme: "in-seafarer",
        country: "IN",
        cues: &["RPSL", "RPS"],
        not_after: &[],
        width: 3,
        forms: &[
            Form {
                pattern: "RPSL?{no}(MUM|CHE|KOL|DEL|KOC|GOA|[A-Z]{3}){-}({d}{1,4})",
                needs: Needs::Nothing,
                shape: Shape::Full,
                keys: &[RPSL_PORT],
                also_on_file: &[key("in-seafarer", &[Serial(2)])],
            },
            form("{own}([0-9]{1,4})", Needs::Nothing, Shape::Cut, &[key("in-seafarer", &[Serial(1)])]),
            Form {
                pattern: r"^\W*([A-Z]{3}){-}([0-9]{1,4})\W*$",
                needs: Needs::Register,
                shape: Shape::Cut,
                keys: &[RPSL_PORT],
                also_on_file: &[key("in-seafarer", &[Serial(2)])],
            },
        ],
    },
    Grammar {
        scheme: "ph",
        country: "PH",
        cues: &["DMW", "POEA"],
        not_after: &[],
        width: 0,
        forms: &[
            // The date is that of the renewal, so an older number of the same agency has another key.
            Form {
                pattern: r"(?:(?:DMW|POEA){no})?({d}{1,4})[ ./-]{1,3}([LS]B)[ ./-]{1,3}({d}{6,8})(?:[ ./-]{1,3}(?:[A-Z]{1,3})\b)?",
                needs: Needs::Nothing,
                shape: Shape::Full,
                keys: &[PH_DATED],
                also_on_file: &[PH_UNDATED],
            },
            form(r"{own}({d}{1,4})[ ./-]{1,3}([LS]B)", Needs::Nothing, Shape::Cut, &[PH_UNDATED]),
            form(r"^\W*({d}{1,4})[ ./-]{1,3}([LS]B)\W*$", Needs::Field, Shape::Cut, &[PH_UNDATED]),
        ],
    },
    Grammar {
        scheme: "bd",
        country: "BD",
        cues: &["RL", "R.L", "R/L", "R L", "আরএল", "আর এল", "আর.এল", "আর/এল", "আর-এল"],
        not_after: OTHER_LICENCES,
        width: 4,
        forms: &[
            form("{own}({d}{1,4})", Needs::Nothing, Shape::Full, &[key("bd", &[Serial(1)])]),
            form("{cue}([0-9]{3,4})", Needs::Country, Shape::Bare, &[key("bd", &[Serial(1)])]),
            form(r"^\W*({d}{1,4})\W*$", Needs::Field, Shape::Bare, &[key("bd", &[Serial(1)])]),
        ],
    },
    Grammar {
        scheme: "bd-seafarer",
        country: "BD",
        cues: &["MLA", "M.L.A", "এমএলএ"],
        not_after: &[],
        width: 3,
        forms: &[
            form("{own}({d}{1,4})", Needs::Nothing, Shape::Full, &[key("bd-seafarer", &[Serial(1)])]),
            form(r"^\W*([0-9]{1,4})\W*$", Needs::Register, Shape::Bare, &[key("bd-seafarer", &[Serial(1)])]),
        ],
    },
    Grammar {
        scheme: "np",
        country: "NP",
        cues: &["GOVT LIC", "GOVT. LIC", "DOFE", "इजाजत", "अनुमति", "ईजाजत"],
        // The company's own registration number, printed beside the licence, has the same shape.
        not_after: &["COMPANY", "COMPANY REG", "CO. REGD", "CO REGD", "PAN", "VAT", "कम्पनी", "दर्ता"],
        width: 4,
        forms: &[
            Form {
                pattern: "({d}{1,4}){/}((?:20|{d})?[4-9]{d}){/}((?:20|{d})?[4-9]{d})",
                needs: Needs::Country,
                shape: Shape::Full,
                keys: &[NP_YEAR],
                also_on_file: &[NP_SERIAL],
            },
            // Serials are near 1,500 so far, which is a hint and no rule.
            Form {
                pattern: r"^\W*({d}{5,6}){/}((?:20|{d})?[4-9]{d}){/}((?:20|{d})?[4-9]{d})\W*$",
                needs: Needs::Field,
                shape: Shape::Full,
                keys: &[NP_YEAR],
                also_on_file: &[NP_SERIAL],
            },
            Form {
                pattern: "{cue}({d}{1,4}){/}((?:20|{d})?[4-9]{d})",
                needs: Needs::Country,
                shape: Shape::Cut,
                keys: &[NP_YEAR],
                also_on_file: &[NP_SERIAL],
            },
            Form {
                pattern: r"^\W*({d}{1,4}){/}((?:20|{d})?[4-9]{d})\W*$",
                needs: Needs::Field,
                shape: Shape::Cut,
                keys: &[NP_YEAR],
                also_on_file: &[NP_SERIAL],
            },
            form("{cue}([0-9]{3,4})", Needs::Country, Shape::Bare, &[NP_SERIAL]),
            form(r"^\W*({d}{1,4})\W*$", Needs::Field, Shape::Bare, &[NP_SERIAL]),
        ],
    },
    Grammar {
        scheme: "pk",
        country: "PK",
        cues: &["OEPL", "OEP", "MPD", "OP&HRD", "OP & HRD", "OP&AMP;HRD", "OP AND HRD", "OPHRD"],
        not_after: OTHER_LICENCES,
        width: 4,
        forms: &[
            Form {
                pattern: r"(?:{own})?({d}{1,5})[ .]{0,3}/[ .]{0,3}(RWP|LHR|PWR|PSH|MLK|SKT|KHI|KAR|QTA|ISB|LAHORE|KARACHI|RAWALPINDI|PESHAWAR|MALAKAND|SIALKOT|QUETTA|ISLAMABAD)(?:{/}(?:{d}{4}|{d}{2})\b)?",
                needs: Needs::Nothing,
                shape: Shape::Full,
                keys: &[PK_REGION],
                also_on_file: &[PK_SERIAL],
            },
            // A region that is not in the list above, after a word that makes the number a promoter's.
            Form {
                pattern: r"{own}({d}{1,5})[ .]{0,3}/[ .]{0,3}([A-Z]{3})(?:{/}(?:{d}{4}|{d}{2})\b)?",
                needs: Needs::Nothing,
                shape: Shape::Full,
                keys: &[PK_REGION],
                also_on_file: &[PK_SERIAL],
            },
            form("{own}({d}{3,5})", Needs::Nothing, Shape::Cut, &[PK_SERIAL]),
            form("{cue}([0-9]{3,4})", Needs::Country, Shape::Bare, &[PK_SERIAL]),
            form(r"^\W*({d}{1,5})\W*$", Needs::Field, Shape::Bare, &[PK_SERIAL]),
        ],
    },
    Grammar {
        scheme: "lk",
        country: "LK",
        cues: &["SLBFE", "S.L.B.F.E", "SLFEA", "L.A", "LA"],
        not_after: OTHER_LICENCES,
        width: 4,
        forms: &[
            // A job order holds the licence number: the first four digits are not a year.
            form(
                "AL{/}({d}{4}){/}({d}{4}){/}({d}{2})",
                Needs::Nothing,
                Shape::Full,
                &[key("lk-joborder", &[Digits(1), Text("/"), Digits(2), Text("/"), Digits(3)]), LK_SERIAL],
            ),
            form("{cue}([0-9]{3,4})", Needs::Country, Shape::Bare, &[LK_SERIAL]),
            form(r"^\W*({d}{3,4})\W*$", Needs::Field, Shape::Bare, &[LK_SERIAL]),
        ],
    },
    Grammar {
        scheme: "id",
        country: "ID",
        cues: &["SIP3MI", "SIPPTKI", "SIUP3MI", "NIB"],
        not_after: &[],
        width: 0,
        forms: &[
            form("{cue}([0-9]{13,18})", Needs::Country, Shape::Full, &[key("id", &[Digits(1)])]),
            form(r"^\W*([0-9]{13,18})\W*$", Needs::Field, Shape::Full, &[key("id", &[Digits(1)])]),
        ],
    },
    Grammar {
        scheme: "sg",
        country: "SG",
        cues: &["EA", "MOM"],
        not_after: &[],
        width: 0,
        forms: &[form("([0-9]{2}[CS][0-9]{4})", Needs::Nothing, Shape::Full, &[key("sg", &[Printed(1)])])],
    },
    Grammar {
        scheme: "my",
        country: "MY",
        cues: &["JTKSM", "JTK"],
        not_after: &[],
        width: 0,
        forms: &[
            form("{own}([0-9]{1,4} ?[A-Z]?)", Needs::Nothing, Shape::Full, &[key("my", &[Printed(1)])]),
            form(r"^\W*([0-9]{1,4} ?[A-Z])\W*$", Needs::Field, Shape::Bare, &[key("my", &[Printed(1)])]),
        ],
    },
    Grammar {
        scheme: "hk",
        country: "HK",
        cues: &["EA", "EAA"],
        not_after: OTHER_LICENCES,
        width: 0,
        forms: &[
            form("{cue}([0-9]{5})", Needs::Country, Shape::Bare, &[key("hk", &[Digits(1)])]),
            form(r"^\W*({d}{5})\W*$", Needs::Field, Shape::Bare, &[key("hk", &[Digits(1)])]),
        ],
    },
    // Numbers of lists whose grammar is not known: compared as letters and digits.
    Grammar {
        scheme: super::PLAIN,
        country: "*",
        cues: &[],
        not_after: OTHER_LICENCES,
        width: 0,
        forms: &[form(
            "{cue}([A-Z0-9][A-Z0-9./-]{1,30}[A-Z0-9])",
            Needs::Nothing,
            Shape::Bare,
            &[key(super::PLAIN, &[Printed(1)])],
        )],
    },
];
