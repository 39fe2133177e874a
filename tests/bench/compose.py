"""Composes names of recruiters the way real registers write them, country by country."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from dataclasses import dataclass

from wordlists import Vocabulary, is_kept_back, universe_of

# Share of each country in a register of all of them: roughly the sizes given in the countries' own counts.
COUNTRY_MIX = {"IN": 30, "PH": 16, "BD": 14, "PK": 14, "NP": 7, "LK": 5, "ID": 6, "VN": 4, "MY": 2, "TH": 1, "MM": 1}

NUMBER_WORDS = {
    1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven", 8: "Eight", 9: "Nine", 10: "Ten",
    11: "Eleven", 12: "Twelve", 20: "Twenty", 21: "Twenty One", 24: "Twenty Four", 99: "Ninety Nine", 100: "Hundred",
    786: "Seven Eight Six", 1000: "Thousand",
}
ORDINALS = {1: ("1st", "First"), 2: ("2nd", "Second"), 3: ("3rd", "Third"), 4: ("4th", "Fourth"), 5: ("5th", "Fifth"),
            7: ("7th", "Seventh"), 8: ("8th", "Eighth"), 10: ("10th", "Tenth"), 21: ("21st", "Twenty First")}
ROMAN = {2: "II", 3: "III", 4: "IV", 5: "V", 6: "VI", 7: "VII", 8: "VIII", 9: "IX", 10: "X", 12: "XII", 21: "XXI"}

SYLLABLES = {
    "IN": "sha ra vi ni ka la ma ya an de jo ti pa ru su ha dha bi go na ve ki re sri van raj dev kum nath pra".split(),
    "PH": "ma ka la ri sa no de lu vi ta ro ce li na mi do jo an el san ber ton car zon riel mar ces tin".split(),
    "ID": "ka sa ta ma ra ja wi ba di pu tra san du ren pra har yo no ti mu la gi an to ni su mas per".split(),
    "LK": "su pa ka ma ra tha na wa sa la ya ni ru ge di ha mi du lan ga sin ara wee jay bu pal the".split(),
    "TH": "chai phon rat wan som pha ka sri tha na kit wa ra su cha na rong det pong ya sit wit suk nan".split(),
    "MM": "shwe myo htet kyaw min aye thu ya nan daw hla pyi win yu za mon kha sein lay nwe tin oo".split(),
    "PK": "sha fa ha ri za ka ya na mo ta la ab dul sa mi qa si raf iq bal wa li jan gul zar ba bar".split(),
}


@dataclass(frozen=True)
class Name:
    """A name by its parts; `text` is the whole as the register prints it."""

    country: str
    front: str
    brand: str
    tail: str
    legal: str
    text: str


class Composer:
    """Draws names from one vocabulary."""

    def __init__(self, words: Vocabulary, rng: random.Random) -> None:
        self.words = words
        self.rng = rng

    def name(self, country: str | None = None) -> Name:
        """One name of the country, or of a country drawn by [`COUNTRY_MIX`]."""
        rng = self.rng
        if country is None:
            country = rng.choices(list(COUNTRY_MIX), weights=list(COUNTRY_MIX.values()))[0]
        if country == "VN" and rng.random() < 0.55:
            return self.vietnamese()
        brand = self.brand(country)
        tail = self.trade(country, "tail")
        if country not in ("PH", "ID", "VN") and rng.random() < 0.06:
            second = self.trade(country, "tail")
            tail = tail if not tail or second.split()[0] in tail else f"{tail} {second}"
        legal, front = self.trade(country, "legal"), self.trade(country, "front")
        if country == "MY" and front and tail in ("Employment Agency", "Agensi Pekerjaan"):
            tail = ""
        text = " ".join(part for part in (front, brand, tail, legal) if part).replace(" ,", ",").replace(" .,", ".,")
        return Name(country, front, brand, tail, legal, self.styled(country, text))

    def vietnamese(self) -> Name:
        """The full Vietnamese name, accents and all."""
        brand, field = self.brand("VN"), self.trade("VN", "field")
        long = self.trade("VN", "long")
        parts = [long, field, brand] if self.rng.random() < 0.75 else [long, brand, field]
        text = " ".join(part for part in parts if part)
        if self.rng.random() < 0.1:
            text += " Việt Nam"
        return Name("VN", long, brand, field, "", text.upper() if self.rng.random() < 0.3 else text)

    def trade(self, country: str, slot: str) -> str:
        entry = self.words.trade[country, slot]
        return self.rng.choices(entry.phrases, weights=entry.weights)[0]

    def styled(self, country: str, text: str) -> str:
        """Case, abbreviations and the habits of the register of that country."""
        rng = self.rng
        if country == "PH":
            if rng.random() < 0.08:
                text = text.replace("International", rng.choice(["Int`l", "Intl", "Int'l.", "Int`l."]))
            if rng.random() < 0.025:
                text += f" (FORMERLY {self.brand('PH')} {self.trade('PH', 'tail')}".rstrip()
                text = text[:75] if rng.random() < 0.7 else text + ")"
            return text.upper() if rng.random() < 0.93 else text
        if rng.random() < 0.04:
            text = text.replace(" & ", " and ") if " & " in text else text.replace("International", "Int'l", 1)
        upper = {"ID": 0.85, "LK": 0.3, "VN": 0.7, "MY": 0.4, "IN": 0.18}.get(country, 0.08)
        return text.upper() if rng.random() < upper else text

    def brand(self, country: str) -> str:
        """The part that tells one recruiter from another."""
        makers, weights = zip(*self.makers(country))
        return self.rng.choices(makers, weights=weights)[0]()

    def makers(self, country: str) -> list[tuple[Callable[[], str], int]]:
        """Ways to find a name, with how common each is in that country."""
        muslim = {"BD": 30, "PK": 30, "IN": 8, "LK": 3, "ID": 8, "PH": 2, "MY": 4}.get(country, 0)
        local = {"ID": 60, "VN": 50, "NP": 34, "LK": 34, "PH": 24, "TH": 45, "MM": 50, "MY": 32, "BD": 16}.get(country, 0)
        person = {"IN": 30, "BD": 16, "PK": 24, "PH": 12, "TH": 8, "NP": 8, "LK": 6}.get(country, 3)
        return [
            (lambda: self.arabic(country), muslim),
            (lambda: self.local(country), local),
            (lambda: self.person(country), person),
            (lambda: self.rng.choice(self.words.brands), 6),
            (lambda: f"{self.rng.choice(self.words.brands)} {self.rng.choice(self.words.brands)}", 9),
            (self.coined, 9),
            (lambda: self.syllabic(country), 8),
            (self.initials, 7),
            (lambda: f"{self.initials()} {self.word(country)}", 4),
            (lambda: f"{self.word(country)}{self.rng.choice(self.words.tails)}", 5),
            (lambda: self.place(country), 6),
            (lambda: f"{self.rng.choice(self.words.brands)} {self.place(country)}", 3),
            (lambda: self.rng.choice(self.words.culture["god"]), 7 if country in ("IN", "NP", "PH", "LK") else 1),
            (lambda: f"{self.word(country)} & {self.rng.choice(['Sons', 'Brothers', 'Bros', 'Sons', self.word(country)])}", 3),
            (self.numbered, 5 if country == "PH" else 2),
            (lambda: f"{self.word(country)} {self.rng.choice(list(ROMAN.values()))}", 1),
            (lambda: self.rng.choice(self.words.culture["european"]), 1),
            (lambda: f"{self.word(country)} {self.word(country)}", 8),
        ]

    def word(self, country: str) -> str:
        """One name word of any kind."""
        pick = self.rng.random()
        if pick < 0.3:
            return self.rng.choice(self.words.brands)
        if pick < 0.6:
            return self.person(country).split()[0]
        return self.local(country).split()[0]

    def arabic(self, country: str) -> str:
        rng, word = self.rng, self.rng.choice(self.words.culture["arabic"])
        article = rng.choice(["Al-", "Al ", "Al-", "AL-", "Al ", "El ", "Ar-", "As-"])
        pick = rng.random()
        if pick < 0.4:
            return article + word
        if pick < 0.5:
            return f"{article}{word} {rng.choice(self.words.culture['arabic'])}"
        if pick < 0.6:
            return f"{rng.choice(self.words.culture['honour'])} {word}"
        if pick < 0.75:
            return f"{word} {self.person(country).split()[-1]}"
        if pick < 0.85:
            return f"{article}{rng.choice(self.words.persons['pk', 'first'])}"
        return word

    def local(self, country: str) -> str:
        """A name in the language of the country."""
        rng, culture = self.rng, self.words.culture
        key = {"ID": "indonesian", "VN": "vietnamese", "NP": "nepal", "LK": "lanka", "PH": "filipino", "TH": "thai",
               "MM": "burmese", "MY": "malay", "BD": "bangla"}.get(country)
        if key is None:
            return rng.choice(self.words.indian)[0]
        if country == "ID":
            words = rng.sample(culture[key], rng.choice([2, 2, 3, 3, 3, 4]))
            if rng.random() < 0.35:
                words[0] = rng.choice(self.words.persons["id", rng.choice(["first", "last"])])
            return " ".join(words)
        if country == "MY" and rng.random() < 0.5:
            return " ".join(rng.sample(culture[key], 2))
        if country in ("TH", "MM") and rng.random() < 0.55:
            return " ".join(rng.sample(culture[key], 2))
        return rng.choice(culture[key])

    def person(self, country: str) -> str:
        """A founder: given name, family name, both, or an initial with a name."""
        rng, persons = self.rng, self.words.persons
        culture = {"PK": "pk", "BD": "pk", "TH": "th", "ID": "id"}.get(country)
        if country in ("PH", "LK"):
            last = rng.choice(self.words.culture["filipino" if country == "PH" else "lanka"])
            first = rng.choice(persons["en", "first"])
        elif country == "MM":
            first, last = (rng.choice(self.words.culture["burmese"]) for _ in range(2))
        elif culture is None:
            first, last = rng.choice(self.words.indian)[0], rng.choice(persons["in", "last"])
        else:
            first, last = rng.choice(persons[culture, "first"]), rng.choice(persons[culture, "last"])
        pick = rng.random()
        if pick < 0.45:
            return first
        if pick < 0.6:
            return last
        if pick < 0.9:
            return f"{first} {last}"
        return f"{rng.choice(string.ascii_uppercase)}. {last}"

    def place(self, country: str) -> str:
        near = self.words.places.get(country, [])
        if self.rng.random() < 0.8 and near:
            return self.rng.choice(near)
        abroad = [place for where in ("AE", "SA", "JO", "JP", "QA", "OM") for place in self.words.places.get(where, [])]
        return self.rng.choice(abroad)

    def coined(self) -> str:
        rng = self.rng
        word = rng.choice(self.words.heads) + rng.choice(self.words.tails)
        return word.upper() if rng.random() < 0.15 else word.capitalize()

    def syllabic(self, country: str) -> str:
        """A word of no list, in the sounds of the country: the long tail of every register."""
        rng = self.rng
        parts = SYLLABLES.get({"BD": "IN", "NP": "IN", "MY": "ID", "VN": "TH"}.get(country, country), SYLLABLES["IN"])
        return self.mine(lambda: "".join(rng.choice(parts) for _ in range(rng.choice([2, 3, 3, 3, 4])))).capitalize()

    def mine(self, make: Callable[[], str]) -> str:
        """An invented word that belongs to this vocabulary, by the same hash as the listed words."""
        word = make()
        while universe_of(word) != self.words.universe or is_kept_back(word) != self.words.kept_back:
            word = make()
        return word

    def initials(self) -> str:
        rng = self.rng
        length = rng.choice([2, 2, 3, 3, 3, 4])
        letters = self.mine(lambda: "".join(rng.choices(string.ascii_uppercase, k=length)))
        style = rng.random()
        if style < 0.5:
            return "".join(letters)
        if style < 0.75:
            return ".".join(letters) + "."
        if style < 0.85 and len(letters) == 2:
            return " & ".join(letters)
        return " ".join(letters)

    def numbered(self) -> str:
        """Names with a number, as digits, words, an ordinal or a Roman numeral."""
        rng = self.rng
        noun = rng.choice(self.words.brands)
        pick = rng.random()
        if pick < 0.3:
            return f"{rng.choice(list(NUMBER_WORDS))} {noun}"
        if pick < 0.45:
            return f"{rng.choice(list(NUMBER_WORDS.values()))} {noun}"
        if pick < 0.65:
            return f"{rng.choice(list(ORDINALS.values()))[rng.randrange(2)]} {noun}"
        if pick < 0.75:
            return f"{noun} {rng.choice(list(ROMAN.values()))}"
        if pick < 0.85:
            return f"{rng.choice([101, 168, 1010, 1128, 2000, 2018, 21, 88, 888, 99, 818, 525, 7107])} {noun}"
        return f"{rng.randrange(2, 30)}{rng.choice('ABCDGJKMRST')} {noun}"
