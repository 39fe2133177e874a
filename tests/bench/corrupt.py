"""The ways people write a recruiter's name that is on the register: one function a kind.

Each takes the name as composed and gives the text a person would type or paste, or None where the kind does not fit.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from compose import NUMBER_WORDS, ORDINALS, ROMAN, Name
from wordlists import plain

KEYBOARD = {
    "a": "qsz", "b": "vnhg", "c": "xvdf", "d": "sfer", "e": "wrsd", "f": "dgrt", "g": "fhty", "h": "gjyu", "i": "uojk",
    "j": "hkui", "k": "jlio", "l": "kop", "m": "nk", "n": "bmhj", "o": "iplk", "p": "ol", "q": "wa", "r": "etdf",
    "s": "adwe", "t": "ryfg", "u": "yihj", "v": "cbfg", "w": "qeas", "x": "zcsd", "y": "tugh", "z": "xas",
}
# Spellings of one sound that people swap when they write South and South-East Asian names in Latin letters.
SOUNDS = [
    ("ph", "f"), ("f", "ph"), ("v", "w"), ("w", "v"), ("v", "b"), ("z", "j"), ("j", "z"), ("ee", "i"), ("i", "ee"), ("oo", "u"),
    ("u", "oo"), ("aa", "a"), ("a", "aa"), ("sh", "s"), ("s", "sh"), ("kh", "k"), ("k", "kh"), ("q", "k"), ("k", "q"),
    ("gh", "g"), ("bh", "b"), ("b", "bh"), ("dh", "d"), ("d", "dh"), ("th", "t"), ("t", "th"), ("c", "k"), ("k", "c"),
    ("ch", "chh"), ("x", "ks"), ("ai", "ay"), ("ay", "ai"), ("y", "i"), ("i", "y"), ("o", "u"), ("u", "o"), ("e", "i"),
    ("i", "e"), ("ou", "ow"), ("au", "aw"), ("ah", "a"), ("ur", "oor"), ("an", "aan"), ("er", "ar"), ("dj", "j"), ("oe", "u"),
    ("tj", "c"), ("sy", "sh"), ("ck", "k"), ("que", "k"), ("ia", "iya"), ("ua", "uwa"), ("mm", "m"), ("ll", "l"),
    ("ss", "s"), ("nn", "n"), ("tt", "t"), ("dd", "d"), ("l", "ll"), ("m", "mm"), ("n", "nn"), ("t", "tt"), ("s", "ss"),
]
OCR = [("o", "0"), ("0", "o"), ("l", "1"), ("i", "1"), ("i", "l"), ("m", "rn"), ("rn", "m"), ("cl", "d"), ("d", "cl"),
       ("s", "5"), ("b", "8"), ("g", "9"), ("e", "c"), ("u", "v"), ("h", "b"), ("vv", "w"), ("w", "vv"), ("f", "t"), ("n", "ri")]
ABBREVIATIONS = {
    "international": ["Int'l", "Intl", "Intl.", "Int", "Inter."], "services": ["Svcs", "Serv.", "Servs", "Svc"],
    "service": ["Svc"], "private": ["Pvt"], "limited": ["Ltd"], "corporation": ["Corp"], "company": ["Co"],
    "enterprises": ["Ent.", "Entps", "Enterp."], "enterprise": ["Ent."], "manpower": ["Man power", "Manpwr"],
    "consultants": ["Cons.", "Conslt"], "consultancy": ["Consult."], "agency": ["Agcy", "Agy"], "management": ["Mgmt", "Mgt"],
    "human resources": ["HR", "H.R."], "human resource": ["HR"], "employment": ["Emp.", "Emplmt"], "recruitment": ["Rec.", "Rect"],
    "recruiting": ["Rec."], "travels": ["Trvls"], "placement": ["Plcmt", "Plct"], "development": ["Dev.", "Devt"],
    "overseas employment promoters": ["OEP"], "brothers": ["Bros"], "trading": ["Trdg"], "associates": ["Assoc."],
    "establishment": ["Est."], "technical": ["Tech."], "overseas": ["Oversea", "O'seas"], "global": ["Gbl"], "and": ["&"],
    "xuất nhập khẩu": ["XNK"], "cổ phần": ["CP"], "thương mại": ["TM"], "incorporated": ["Inc"], "maritime": ["Mar."],
}
LEGAL_ENDINGS = ["Pvt Ltd", "Ltd", "Limited", "Private Limited", "Inc", "Corp", "Co", "LLC", "Company", "Co Ltd", "& Co", "(P) Ltd"]
NOISE_AFTER = ["Dubai", "visa", "office", "jobs", "job agency", "urgent", "Saudi", "Qatar", "Kathmandu", "Delhi", "Mumbai office",
               "Dhaka", "Manila", "Malaysia visa", "contact number", "address", "reviews", "fake or real", "head office",
               "Singapore jobs", "recruiter", "interview tomorrow", "company", "branch"]
NOISE_BEFORE = ["agency", "visa from", "job from", "contact", "company:", "through", "office of", "is it real", "agent of", "by"]
GENERIC = re.compile(
    r"\b(international|overseas|manpower|services?|enterprises?|consultan(?:ts?|cy)|agenc(?:y|ies)|recruit(?:ment|ing|ers)|placements?|"
    r"employment|human|resources?|travels?|tours|trading|corporation|associates|solutions|management|global|promotions?)\b", re.I)


def letter_positions(text: str) -> list[int]:
    """Where a slip may fall: letters of words, but for the first of the text; a changed initial is another company."""
    return [i for word in re.finditer(r"[^\W\d_]{3,}", text) for i in range(*word.span()) if i > 0]


def slip(rng: random.Random, text: str, key: bool = False) -> str:
    """One wrong, missing, added or (with `key`) neighbouring letter."""
    places = letter_positions(text)
    if not places:
        return text
    at = rng.choice(places)
    low = text[at].lower()
    pick = 2 if key else rng.randrange(4)
    if pick == 0:
        return text[:at] + text[at + 1 :]
    if pick == 1:
        return text[:at] + rng.choice("aeiourstnlhmdk") + text[at:]
    letters = KEYBOARD.get(low, "aeiou") if pick == 2 else "abcdefghiklmnoprstuvwy"
    return text[:at] + matched_case(rng.choice([c for c in letters if c != low]), text[at]) + text[at + 1 :]


def matched_case(new: str, old: str) -> str:
    return new.upper() if old.isupper() else new


def one_typo(rng: random.Random, name: Name) -> str | None:
    return slip(rng, name.text)


def two_typos(rng: random.Random, name: Name) -> str | None:
    return slip(rng, slip(rng, name.text)) if len(name.text) >= 10 else None


def keyboard(rng: random.Random, name: Name) -> str | None:
    return slip(rng, name.text, key=True)


def transposed(rng: random.Random, name: Name) -> str | None:
    text = name.text
    letters = set(letter_positions(text))
    places = sorted(i for i in letters if i + 1 in letters and text[i].lower() != text[i + 1].lower())
    if not places:
        return None
    i = rng.choice(places)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def respell(rng: random.Random, text: str, pairs: list[tuple[str, str]], times: int) -> str | None:
    """Swaps up to `times` of the spellings that occur in the text."""
    done = text
    for _ in range(times):
        low, letters = done.lower(), set(letter_positions(done))
        found = {pair: [m.start() for m in re.finditer(re.escape(pair[0]), low) if m.start() in letters] for pair in pairs}
        fitting = [pair for pair, spots in found.items() if spots]
        if not fitting:
            break
        old, new = rng.choice(fitting)
        at = rng.choice(found[old, new])
        done = done[:at] + matched_case(new, done[at]) + done[at + len(old) :]
    return done if done != text else None


def phonetic(rng: random.Random, name: Name) -> str | None:
    if not name.brand.isascii():
        return None
    new = respell(rng, name.brand, SOUNDS, rng.choice([1, 1, 2]))
    return with_brand(name, new)


def with_brand(name: Name, new: str | None) -> str | None:
    """The text with another brand part, in the case the text has."""
    if not new:
        return None
    spot = name.text.lower().find(name.brand.lower())
    if spot < 0:
        return None
    shown = new.upper() if name.text.isupper() else new
    return name.text[:spot] + shown + name.text[spot + len(name.brand) :]


def ocr(rng: random.Random, name: Name) -> str | None:
    return respell(rng, name.text, OCR, rng.choice([1, 1, 2]))


def legal_dropped(rng: random.Random, name: Name) -> str | None:
    return without(name, name.legal) or without(name, name.front if name.front.rstrip(".").upper() in ("PT", "M/S") else "")


def without(name: Name, part: str) -> str | None:
    if not part:
        return None
    spot = name.text.lower().rfind(part.lower())
    if spot < 0:
        return None
    rest = re.sub(r"\s+", " ", name.text[:spot] + " " + name.text[spot + len(part) :]).strip(" ,.")
    return rest if len(rest) >= 4 else None


def legal_changed(rng: random.Random, name: Name) -> str | None:
    base = without(name, name.legal) if name.legal else name.text
    return f"{base} {rng.choice(LEGAL_ENDINGS)}" if base and name.country not in ("ID", "VN") else None


def abbreviated(rng: random.Random, name: Name) -> str | None:
    return swap_phrase(rng, name.text, [(long, short) for long, shorts in ABBREVIATIONS.items() for short in shorts])


def expanded(rng: random.Random, name: Name) -> str | None:
    pairs = [("pvt. ltd.", "Private Limited"), ("pvt ltd", "Private Limited"), ("(pvt) ltd", "Private Limited"), ("ltd.", "Limited"),
             ("hr", "Human Resource"), ("int'l", "International"), ("intl", "International"), ("int`l", "International"),
             ("corp.", "Corporation"), ("inc", "Incorporated"), ("co.", "Company"), ("oep", "Overseas Employment Promoters"),
             ("sdn bhd", "Sendirian Berhad"), ("bros", "Brothers"), ("&", "and"), ("jsc", "Joint Stock Company"),
             ("mohd", "Mohammad"), ("md", "Mohammad"), ("opc", "One Person Corporation")]
    return swap_phrase(rng, name.text, pairs)


def swap_phrase(rng: random.Random, text: str, pairs: list[tuple[str, str]]) -> str | None:
    """One whole phrase for another."""
    fitting = []
    for old, new in pairs:
        match = re.search(r"(?<!\w)" + re.escape(old) + r"(?!\w)", text, re.I)
        if match:
            fitting.append((match, new))
    if not fitting:
        return None
    match, new = rng.choice(fitting)
    return text[: match.start()] + new + text[match.end() :]


def generic_dropped(rng: random.Random, name: Name) -> str | None:
    found = list(GENERIC.finditer(name.text))
    if not found:
        return None
    match = rng.choice(found)
    rest = re.sub(r"\s+", " ", name.text[: match.start()] + name.text[match.end() :]).strip(" ,&")
    return rest if len(rest) >= 5 else None


def noise_added(rng: random.Random, name: Name) -> str | None:
    text = name.text
    if rng.random() < 0.7:
        text = f"{text} {rng.choice(NOISE_AFTER)}"
    if text == name.text or rng.random() < 0.2:
        text = f"{rng.choice(NOISE_BEFORE)} {text}"
    return text


def word_order(rng: random.Random, name: Name) -> str | None:
    words = (without(name, name.legal) or name.text).split()
    if len(words) < 2 or "&" in words:
        return None
    if rng.random() < 0.5:
        words = words[1:] + words[:1]
    else:
        i = rng.randrange(len(words) - 1)
        if max(len(words[i]), len(words[i + 1])) < 3:
            return None
        words[i], words[i + 1] = words[i + 1], words[i]
    return " ".join(words)


def joined(rng: random.Random, name: Name) -> str | None:
    gaps = [m.start() for m in re.finditer(r"(?<=\w)[ -](?=\w)", name.text)]
    if not gaps:
        return None
    at = rng.choice(gaps)
    return name.text[:at] + name.text[at + 1 :]


def split_word(rng: random.Random, name: Name) -> str | None:
    words = name.text.split()
    long = [i for i, word in enumerate(words) if len(word) >= 7 and word.isalpha()]
    if not long:
        return None
    i = rng.choice(long)
    at = rng.randrange(3, len(words[i]) - 2)
    words[i] = words[i][:at] + " " + words[i][at:]
    return " ".join(words)


def no_spaces(rng: random.Random, name: Name) -> str | None:
    text = without(name, name.legal) or name.text
    return re.sub(r"[\s.,&-]+", "", text).lower() if 8 <= len(text) <= 40 else None


def punctuation(rng: random.Random, name: Name) -> str | None:
    pick = rng.randrange(4)
    if pick == 0:
        return re.sub(r"[^\w\s]", " ", name.text)
    if pick == 1:
        return re.sub(r"[^\w\s]", "", name.text)
    if pick == 2:
        return name.text.replace(" ", "-")
    return f'"{name.text}."'


def case(rng: random.Random, name: Name) -> str | None:
    return rng.choice([str.lower, str.upper, str.title, str.swapcase])(name.text)


def truncated(rng: random.Random, name: Name) -> str | None:
    text = name.text
    if len(text) > 80:
        return text[:75]
    return text[: max(18, int(len(text) * rng.uniform(0.65, 0.9)))].rstrip() if len(text) >= 28 else None


def numbers(rng: random.Random, name: Name) -> str | None:
    """Digits for number words and back, ordinals, Roman numerals."""
    pairs = []
    for number, word in NUMBER_WORDS.items():
        pairs += [(str(number), word), (word, str(number))]
    for number, (digits, word) in ORDINALS.items():
        pairs += [(digits, word), (word, digits), (word, str(number))]
    # A Roman numeral stands behind a word; V and X among initials are letters.
    for match in re.finditer(r"(?<=\w{3} )[IVX]+(?= |$)", name.text):
        value = next((n for n, roman in ROMAN.items() if roman == match.group()), None)
        if value:
            new = rng.choice([str(value), NUMBER_WORDS.get(value, str(value))])
            return name.text[: match.start()] + new + name.text[match.end() :]
    return swap_phrase(rng, name.text, pairs)


def letters_cut(rng: random.Random, name: Name) -> str | None:
    words = name.text.split()
    long = [i for i, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if not long:
        return None
    i = rng.choice(long)
    words[i] = words[i][: -rng.choice([1, 2])]
    return " ".join(words)


def pasted(rng: random.Random, name: Name) -> str | None:
    number = rng.randrange(100, 2900)
    marks = {
        "IN": [f"M/s {{}}, Lic No B-{number:04}/MUM/PER/1000+/5/{number + 4000}/2019", "M/s. {}", "{} (Regd. by Govt of India)"],
        "BD": [f"{{}} RL-{number}", f"{{}} (RL No {number})", "M/S. {}"],
        "PK": [f"{{}} OEP Lic No. {number}/RWP", "M/s {}", f"{{}} MPD/{number}/LHR"],
        "NP": [f"{{}} Lic. No. {number}/074/75", "{} Ga.No. " + str(number)],
        "PH": [f"{{}} POEA-{number % 900 + 100}-LB-090922-R", "{} DMW licensed", f"{{}} (DMW-{number % 900 + 100}-LB-08132024-R)"],
        "VN": ["Agency: {}", "{} license"], "ID": ["{} SIP3MI " + str(number), "Agency: {}"],
        "LK": [f"{{}} SLBFE Lic {number}", f"{{}} L.L. No {number}"],
    }
    return rng.choice(marks.get(name.country, ["Agency: {}", "{} Lic No. " + str(number), "M/s {}"])).format(name.text)


def initials(rng: random.Random, name: Name) -> str | None:
    match = re.search(r"(?<!\w)(?:[A-Z]\.? ?){1,3}[A-Z](?![\w-])\.?", name.brand)
    if not match or match.group().upper() in ("AL", "EL", "AR", "AS"):
        return None
    letters = re.findall("[A-Z]", match.group())
    forms = [form for form in ("".join(letters), ".".join(letters) + ".", " ".join(letters), "-".join(letters)) if form != match.group().strip()]
    if not forms:
        return None
    changed = f"{name.brand[: match.start()]}{rng.choice(forms)} {name.brand[match.end() :].lstrip()}"
    return with_brand(name, changed.strip())


def no_accents(rng: random.Random, name: Name) -> str | None:
    return plain(name.text).title() if not name.text.isascii() else None


def mixed(rng: random.Random, name: Name) -> str | None:
    """A slip in a name that is also written in another way."""
    if len(name.text) < 8:
        return None
    first = rng.choice([legal_dropped, case, abbreviated, phonetic, punctuation, joined])(rng, name)
    return slip(rng, first) if first else None


Kind = Callable[[random.Random, Name], "str | None"]

# Kinds with their share in a set of queries.
KINDS: dict[str, tuple[Kind, int]] = {
    "one_typo": (one_typo, 10), "two_typos": (two_typos, 9), "transposed": (transposed, 5), "keyboard": (keyboard, 5),
    "phonetic": (phonetic, 12), "legal_dropped": (legal_dropped, 5), "legal_changed": (legal_changed, 4),
    "abbreviated": (abbreviated, 5), "expanded": (expanded, 3), "generic_dropped": (generic_dropped, 5),
    "noise_added": (noise_added, 6), "word_order": (word_order, 5), "joined": (joined, 5), "split": (split_word, 4),
    "no_spaces": (no_spaces, 2), "punctuation": (punctuation, 3), "case": (case, 2), "truncated": (truncated, 3),
    "numbers": (numbers, 3), "letters_cut": (letters_cut, 3), "ocr": (ocr, 4), "pasted": (pasted, 4), "initials": (initials, 3),
    "no_accents": (no_accents, 2), "mixed": (mixed, 8),
}
