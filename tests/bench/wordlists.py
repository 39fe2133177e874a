"""The word lists of this folder, cut into two universes that share no name word.

A word belongs to one universe by a hash of its letters, never by chance of a run: what is fitted on `tune` is judged on
words of `test` that the fitting never saw. Words of the trade (Overseas, Manpower, Ltd.) are common to both, as in life.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

WORDS = Path(__file__).parent / "words"
UNIVERSES = ("tune", "test")

# Two different letters of a legal form never make two companies; the list only serves to keep names of a register apart.
LEGAL_TOKENS = frozenset(
    "ltd limited pvt private p inc incorporated corp corporation co company llp llc opc plc plt sdn bhd berhad m jsc smc "
    "pt cv ms tnhh mtv cong ty co phan tong and the bd india thailand phils lanka".split()
)


def plain(text: str) -> str:
    """Lower case without accents; the native letters of other scripts stay."""
    text = text.replace("đ", "d").replace("Đ", "D")
    stripped = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return stripped.casefold()


def tokens(text: str) -> list[str]:
    """Words of letters and digits; apostrophes and dots inside a word vanish."""
    return re.findall(r"[^\W_]+", re.sub(r"['’`.]", "", plain(text)))


# Written either way by the same people about the same company; endings in s fall with them.
SAME_WORDS = {"intl": "international", "int": "international", "hr": "humanresource", "bro": "brother", "mohd": "mohammad",
              "md": "mohammad", "mohammed": "mohammad", "agencie": "agency"}


def core_key(text: str) -> str:
    """Two names with one key are the same name written twice: without company forms, spaces, plurals and usual abbreviations."""
    words = tokens(re.sub(r"\bm/s\b", " ", text, flags=re.IGNORECASE))
    core = [word for word in words if word not in LEGAL_TOKENS] or words
    singular = [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in core]
    return "".join(SAME_WORDS.get(word, word) for word in singular)


def bucket(word: str) -> int:
    """A number 0..255 that depends on the letters of the word alone."""
    return hashlib.sha256("".join(tokens(word)).encode()).digest()[0]


def universe_of(word: str) -> str:
    """The universe that owns the word."""
    return UNIVERSES[bucket(word) % 2]


def is_kept_back(word: str) -> bool:
    """True for the sixth of the words that no composed register uses: unregistered names are made of them."""
    return bucket(word) // 2 % 6 == 0


def read_rows(name: str) -> list[list[str]]:
    """Rows of a tab-separated list without its comments."""
    lines = (WORDS / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@dataclass
class TradePhrases:
    """Phrases of one slot with how often registers print them."""

    phrases: list[str] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)


@dataclass
class Vocabulary:
    """The name words of one universe; `registered` of them may stand in a register, `kept_back` may not."""

    universe: str
    kept_back: bool
    brands: list[str]
    heads: list[str]
    tails: list[str]
    culture: dict[str, list[str]]
    persons: dict[tuple[str, str], list[str]]
    places: dict[str, list[str]]
    indian: list[tuple[str, str]]
    trade: dict[tuple[str, str], TradePhrases]


def load(universe: str, kept_back: bool) -> Vocabulary:
    """The lists of one universe: the words for registers, or the words kept back from them."""

    def mine(word: str) -> bool:
        return universe_of(word) == universe and is_kept_back(word) == kept_back

    persons: dict[tuple[str, str], list[str]] = defaultdict(list)
    for culture, kind, name in read_rows("persons.tsv"):
        if mine(name):
            persons[culture, kind].append(name)
    places: dict[str, list[str]] = defaultdict(list)
    for country, name in read_rows("places.tsv"):
        if mine(name):
            places[country].append(name)
    indian = [(latin, native) for latin, native in read_rows("indian_names.tsv") if mine(latin)]
    parts = read_rows("coined.tsv")
    return Vocabulary(
        universe=universe,
        kept_back=kept_back,
        brands=[row[0].capitalize() for row in read_rows("brands.txt") if mine(row[0])],
        # Coined words are kept apart by their beginning; every universe needs enough of them.
        heads=[part for place, part in parts if place == "head" and mine(part)],
        tails=[part for place, part in parts if place == "tail"],
        culture=load_culture(mine),
        persons=dict(persons),
        places=dict(places),
        indian=indian,
        trade=load_trade(),
    )


def load_culture(mine) -> dict[str, list[str]]:
    """Name words by culture; an underscore of the list is a space of the name."""
    culture = {}
    for line in (WORDS / "culture.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or ":" not in line:
            continue
        key, words = line.split(":", 1)
        spaced = dict.fromkeys(word.replace("_", " ") for word in words.split())
        culture[key] = [word for word in spaced if mine(word)]
    return culture


def load_trade() -> dict[tuple[str, str], TradePhrases]:
    """Phrases by country and slot."""
    trade: dict[tuple[str, str], TradePhrases] = defaultdict(TradePhrases)
    countries = ("IN", "BD", "PK", "NP", "LK", "PH", "ID", "MY", "TH", "MM", "VN")
    for where, slot, phrase, weight in read_rows("trade.tsv"):
        for country in countries if where == "*" else where.split(","):
            if where == "*" and country in ("ID", "MY", "VN"):
                continue
            entry = trade[country, slot]
            entry.phrases.append(phrase)
            entry.weights.append(int(weight))
    return dict(trade)
