//! Vietnam's area codes before and after 2017.
//!
//! Source: the Ministry of Information and Communications' change of all area codes but four (Phú Thọ, Vĩnh Phúc, Hòa
//! Bình, Hà Giang), in three steps on 11 February, 15 April and 17 June 2017.

/// Old and new area code, without the leading zero.
const CHANGED: [(&str, &str); 59] = [
    ("22", "212"),
    ("231", "213"),
    ("20", "214"),
    ("230", "215"),
    ("29", "216"),
    ("52", "232"),
    ("53", "233"),
    ("54", "234"),
    ("510", "235"),
    ("511", "236"),
    ("37", "237"),
    ("38", "238"),
    ("39", "239"),
    ("33", "203"),
    ("240", "204"),
    ("25", "205"),
    ("26", "206"),
    ("27", "207"),
    ("280", "208"),
    ("281", "209"),
    ("320", "220"),
    ("321", "221"),
    ("241", "222"),
    ("31", "225"),
    ("351", "226"),
    ("36", "227"),
    ("350", "228"),
    ("30", "229"),
    ("780", "290"),
    ("781", "291"),
    ("710", "292"),
    ("711", "293"),
    ("74", "294"),
    ("76", "296"),
    ("77", "297"),
    ("79", "299"),
    ("4", "24"),
    ("8", "28"),
    ("61", "251"),
    ("62", "252"),
    ("64", "254"),
    ("55", "255"),
    ("56", "256"),
    ("57", "257"),
    ("58", "258"),
    ("68", "259"),
    ("60", "260"),
    ("501", "261"),
    ("500", "262"),
    ("63", "263"),
    ("59", "269"),
    ("70", "270"),
    ("651", "271"),
    ("72", "272"),
    ("73", "273"),
    ("650", "274"),
    ("75", "275"),
    ("66", "276"),
    ("67", "277"),
];

/// Digits of a number within its area: eight in Hanoi and Ho Chi Minh City, seven elsewhere.
fn local_digits(new_area: &str) -> usize {
    if new_area.len() == 2 { 8 } else { 7 }
}

/// The number in today's form, when `national` (digits without the leading zero) may have an old area code.
///
/// Such a number can also be a valid mobile number of today (038 3593666), so this is one reading of it.
pub(super) fn with_new_area_code(national: &str) -> Option<String> {
    CHANGED.iter().find_map(|(old, new)| {
        let local = national.strip_prefix(old)?;
        (local.len() == local_digits(new)).then(|| format!("{new}{local}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_codes_become_new_ones() {
        assert_eq!(with_new_area_code("436242337").as_deref(), Some("2436242337"));
        assert_eq!(with_new_area_code("839142886").as_deref(), Some("2839142886"));
        assert_eq!(with_new_area_code("5113711393").as_deref(), Some("2363711393"));
        assert_eq!(with_new_area_code("313836611").as_deref(), Some("2253836611"));
        assert_eq!(with_new_area_code("2113616992"), None, "Vĩnh Phúc kept its code");
        assert_eq!(with_new_area_code("2436242337"), None, "already new");
        assert_eq!(with_new_area_code(""), None);
    }

    #[test]
    fn no_new_code_is_given_twice() {
        let mut new: Vec<_> = CHANGED.iter().map(|(_, new)| new).collect();
        new.sort();
        new.dedup();
        assert_eq!(new.len(), CHANGED.len());
    }
}
