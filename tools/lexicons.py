#!/usr/bin/env python3
"""Writes content/lexicons/words.tsv from the lists people edit (content/lexicons/hand) and the company forms of
content/lexicons/sources. Run it from the root of the repository after editing either; needs only Python 3.11.

Line of a list: canonical <TAB> classes, comma-separated <TAB> form|form|form. Forms are normalised here as the matcher
normalises text: NFKC, lower case, no dots or apostrophes. A form keeps the first meaning it is given; later lists only
add classes to it.
"""
import pathlib
import re
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent.parent / "content" / "lexicons"
HAND = ["legal.tsv", "numbers.tsv", "trade.tsv", "ads.tsv", "places.tsv"]
SOURCES = ["company-forms-rigour.tsv", "company-forms-gleif.tsv", "business-words-rigour.tsv"]
CLASSES = ["legal", "generic", "place", "job", "added", "number", "ordinal", "roman", "roman-last"]
LIMIT = 90_000


def normalise(form):
    form = unicodedata.normalize("NFKC", form).lower()
    form = re.sub(r"[.'’‘`´ʼ\u200b-\u200f]", "", form)
    form = "".join(c if unicodedata.category(c)[0] in "LMN" or c == "&" else " " for c in form)
    return " ".join(form.split())


def without_marks(form):
    """Latin forms are also written without their marks (công ty, cong ty)."""
    base = unicodedata.normalize("NFD", form.replace("đ", "d").replace("ß", "ss").replace("ł", "l").replace("ø", "o"))
    base = "".join(c for c in base if not "\u0300" <= c <= "\u036f")
    return base if base.isascii() else form


def entries(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) not in (2, 3):
            raise SystemExit(f"{path}:{number}: two or three fields, not {len(fields)}")
        canonical, classes = fields[0], fields[1].split(",")
        for name in classes:
            if name not in CLASSES:
                raise SystemExit(f"{path}:{number}: no class {name!r}")
        forms = fields[2].split("|") if len(fields) == 3 else []
        if not set(classes) & {"number", "ordinal", "roman", "roman-last"}:
            forms = [canonical, *forms]
        yield canonical, classes, forms


def main():
    words = {}  # canonical -> [classes, forms]
    owner = {}  # form -> canonical
    paths = [HERE / "hand" / name for name in HAND] + [HERE / "sources" / name for name in SOURCES]
    for path in paths:
        if not path.exists():
            continue
        for canonical, classes, forms in entries(path):
            key = (canonical, any(c.startswith("roman") for c in classes), "number" in classes)
            # A form already known keeps its word; the word gains the new classes.
            taken = owner.get(normalise(canonical)) if not canonical[:1].isdigit() else None
            key = taken or key
            known = words.setdefault(key, [[], []])
            known[0] += [c for c in classes if c not in known[0]]
            for form in forms:
                for spelled in dict.fromkeys([normalise(form), without_marks(normalise(form))]):
                    if spelled and owner.setdefault(spelled, key) == key and spelled not in known[1]:
                        known[1].append(spelled)
    lines = [
        "# Written by tools/lexicons.py: edit content/lexicons/hand instead. Notices: NOTICE.md.",
        *("\t".join([key[0], ",".join(sorted(classes, key=CLASSES.index)), "|".join(forms)])
          for key, (classes, forms) in words.items() if forms),
    ]
    text = "\n".join(lines) + "\n"
    size = len(text.encode())
    if size > LIMIT:
        raise SystemExit(f"words.tsv would be {size} bytes, more than {LIMIT}")
    (HERE / "words.tsv").write_text(text, encoding="utf-8")
    print(f"{len(words)} words, {len(owner)} forms, {size} bytes")


if __name__ == "__main__":
    main()
