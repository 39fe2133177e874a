#!/usr/bin/env python3
"""Writes content/lexicons/words.tsv from the lists people edit (content/lexicons/hand) and the company forms of
content/lexicons/sources. Run it from the root of the repository after editing either; needs only Python 3.11.

`tools/lexicons.py extract rigour_org_types.yml gleif_elf_codes.csv` rewrites the sources from newer releases of those
two files: only short forms, and of GLEIF's list only the countries of the corridors.

Line of a list: canonical <TAB> classes, comma-separated <TAB> form|form|form. Forms are normalised here as the matcher
normalises text: NFKC, lower case, no dots or apostrophes. A form keeps the first meaning it is given; later lists only
add classes to it.
"""
import csv
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent.parent / "content" / "lexicons"
HAND = ["legal.tsv", "numbers.tsv", "trade.tsv", "ads.tsv", "places.tsv", "names.tsv"]
SOURCES = ["company-forms-rigour.tsv", "company-forms-gleif.tsv"]
CLASSES = ["-", "legal", "legal-first", "legal-last", "generic", "place", "job", "added", "number", "ordinal", "roman", "roman-last"]
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


def is_kept(form):
    """A legal form worth its bytes: short, and not a word that is anything else."""
    words = form.split()
    if any(len({unicodedata.name(c).split()[0] for c in word if c.isalpha()}) > 1 for word in words):
        return False  # a spelling with letters of two scripts is an attack, or a slip
    if not 1 <= len(words) <= 3 or len(form) > 16 or any(c.isdigit() for c in form):
        return False
    return len(words) > 1 or len(form) > 2 or not form.isascii()


def class_of(form):
    """Two or three Latin letters are also initials that people trade under."""
    return "legal-last" if form.isascii() and len(form) <= 3 else "legal"


def write_source(name, notice, pairs):
    words = {}
    for canonical, form in pairs:
        if is_kept(form):
            words.setdefault((canonical, class_of(form)), dict())[form] = None
    lines = [f"# {notice}", *("\t".join([canonical, kind, "|".join(forms)])
                             for (canonical, kind), forms in sorted(words.items()))]
    (HERE / "sources" / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def rigour_pairs(path):
    """(canonical, form) of rigour_org_types.yml, which is regular enough to be read line by line."""
    fields = {}
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        line = line.split(" #")[0].rstrip()
        if line.startswith("  - "):
            fields = {}
            line = "    " + line[4:]
        if match := re.match(r"    (display|generic|compare): (.*)", line):
            fields[match[1]] = normalise(match[2].strip("\"'"))
        elif match := re.match(r"      - (.*)", line):
            alias = normalise(match[1].strip("\"'"))
            canonical = fields.get("display") or fields.get("compare") or fields.get("generic") or alias
            yield canonical, canonical
            yield canonical, alias


CORRIDORS = "BD IN LK NP PK PH ID VN TH MM KH LA MY SG HK TW KR JP CN SA AE QA KW OM BH JO LB IL TR MU MV BN".split()


ORDINARY = {"others", "business", "company", "trust", "firma", "bank", "partner", "society", "fund"}


def gleif_pairs(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["Country Code (ISO 3166-1)"] not in CORRIDORS or row["ELF Status ACTV/INAC"] != "ACTV":
                continue
            forms = []
            for column in ["Abbreviations Local language", "Abbreviations transliterated",
                           "Entity Legal Form name Local name"]:
                forms += [normalise(re.sub(r"\(.*?\)", "", form)) for form in row[column].split(";")]
            # English descriptions ("housing finance company") are not what stands in a name.
            forms = [form for form in forms if form and (not form.isascii() or len(form) <= 8 and " " not in form)]
            forms = [form for form in forms if form not in ORDINARY]
            for form in forms:
                yield forms[0], form


def extract(rigour, gleif):
    (HERE / "sources").mkdir(exist_ok=True)
    write_source(SOURCES[0], "From OpenSanctions rigour (MIT), see NOTICE.md.", rigour_pairs(rigour))
    write_source(SOURCES[1], "From the GLEIF entity legal form list (CC0), see NOTICE.md.", gleif_pairs(gleif))


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
        if path.parent.name == "hand" and not set(classes) & {"number", "ordinal", "roman", "roman-last"}:
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
            added = key not in words or path.parent.name == "hand"
            known = words.setdefault(key, [[], []])
            known[0] += [] if not added else [c for c in classes if c != "-" and c not in known[0]]
            for form in forms:
                for spelled in dict.fromkeys([normalise(form), without_marks(normalise(form))]):
                    if spelled and owner.setdefault(spelled, key) == key and spelled not in known[1]:
                        known[1].append(spelled)
    lines = [
        "# Written by tools/lexicons.py: edit content/lexicons/hand instead. Notices: NOTICE.md.",
        *("\t".join([key[0], ",".join(sorted(classes, key=CLASSES.index)) or "-", "|".join(forms)])
          for key, (classes, forms) in words.items() if forms),
    ]
    text = "\n".join(lines) + "\n"
    size = len(text.encode())
    if size > LIMIT:
        raise SystemExit(f"words.tsv would be {size} bytes, more than {LIMIT}")
    (HERE / "words.tsv").write_text(text, encoding="utf-8")
    print(f"{len(words)} words, {len(owner)} forms, {size} bytes")


if __name__ == "__main__":
    if sys.argv[1:2] == ["extract"]:
        extract(*sys.argv[2:])
    main()
