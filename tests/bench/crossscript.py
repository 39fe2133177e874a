"""Names in the script of the country, whose register entry is in Latin letters.

Both sides come from parallel lists (names, towns, trade words as the country's own press spells them); no spelling is made by
a rule, so no transliteration table is judged by itself.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass

from compose import Name
from wordlists import is_kept_back, read_rows, universe_of

SCRIPTS = ("hi", "bn", "pa", "gu", "te", "ml", "kn", "ta", "ur", "si", "th", "my")
COUNTRIES = {"hi": ["IN", "IN", "NP"], "bn": ["BD", "BD", "IN"], "ta": ["IN", "LK"], "ur": ["PK"], "si": ["LK"], "th": ["TH"], "my": ["MM"]}
LATIN_LEGAL = {"IN": ["Pvt. Ltd.", "Private Limited", ""], "NP": ["Pvt. Ltd."], "BD": ["Ltd.", "Limited", ""], "PK": ["(Pvt.) Ltd.", ""],
               "LK": ["(Pvt) Ltd", ""], "TH": ["Co., Ltd.", "Company Limited"], "MM": ["Co., Ltd.", "Company Limited"]}


@dataclass
class Lexicon:
    """Pairs (Latin, native) of one script, by what the word is."""

    names: list[tuple[str, str]]
    places: list[tuple[str, str]]
    abroad: list[tuple[str, str]]
    trade: list[tuple[str, str]]
    legal: list[tuple[str, str]]


def lexicons(universe: str) -> dict[str, Lexicon]:
    """The parallel words of one universe by script; trade words are common to both."""

    def mine(word: str) -> bool:
        return universe_of(word) == universe and not is_kept_back(word)

    found: dict[str, Lexicon] = defaultdict(lambda: Lexicon([], [], [], [], []))
    for latin, native in read_rows("indian_names.tsv"):
        if mine(latin):
            found["hi"].names.append((latin, native))
    for script, latin, native, source in read_rows("places_native.tsv"):
        if mine(latin):
            (found[script].abroad if source == "cldr" else found[script].places).append((latin, native))
    header: list[str] = []
    for row in read_rows("native_words.tsv"):
        if row[0] == "kind":
            header = row[2:]
            continue
        kind, latin, natives = row[0], row[1], row[2:]
        for script, native in zip(header, natives):
            if not native or native == "-":
                continue
            lexicon = found[script]
            if kind in ("trade", "legal"):  # common to both universes
                getattr(lexicon, kind).append((latin, native))
            elif mine(latin):
                (lexicon.places if kind == "place" else lexicon.names).append((latin, native))
    return dict(found)


def compose(rng: random.Random, script: str, lexicon: Lexicon) -> tuple[Name, str]:
    """A register entry in Latin letters and the same name in the script."""
    country = rng.choice(COUNTRIES.get(script, ["IN"]))
    pools = [pool for pool in 3 * [lexicon.names] + 3 * [lexicon.places] + [lexicon.abroad] if pool]
    brand = rng.sample(rng.choice(pools), 1)
    if rng.random() < 0.4:
        brand += rng.sample(rng.choice(pools), 1)
    tail = rng.sample(lexicon.trade, min(len(lexicon.trade), rng.choice([1, 1, 1, 2, 2])))
    legal_form = ("", "")
    if lexicon.legal and rng.random() < 0.3:
        legal_form = rng.choice(lexicon.legal)
    elif rng.random() < 0.4:
        legal_form = (rng.choice(LATIN_LEGAL[country]), "")
    # Thai and Burmese put the company word first.
    native_parts = [native for _, native in brand + tail]
    if legal_form[1]:
        native_parts = [legal_form[1], *native_parts] if script == "th" else [*native_parts, legal_form[1]]
    brand_text, tail_text = " ".join(p[0] for p in brand), " ".join(p[0] for p in tail)
    text = " ".join(part for part in (brand_text, tail_text, legal_form[0]) if part)
    joiner = "" if script in ("th", "my") and rng.random() < 0.8 else " "
    if rng.random() < 0.15:
        text = text.upper()
    return Name(country, "", brand_text, tail_text, legal_form[0], text), joiner.join(native_parts)
