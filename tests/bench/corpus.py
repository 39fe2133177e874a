"""Builds a register and its query sets from a seed: `python3 tests/bench/corpus.py --rows 10000 --seed 1 --out DIR`.

Writes register.csv (header of the plain template), queries.jsonl, cross_script.jsonl, unregistered.jsonl and meta.json.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import crossscript
import realnames
from compose import Composer, Name
from corrupt import GENERIC, KINDS
from environment import REPOSITORY
from wordlists import UNIVERSES, core_key, load, read_rows, universe_of

HEADER = ["id", "name", "licence", "status", "phones", "emails", "address", "country", "expires"]
PHONES = {"IN": "+91 9", "BD": "+880 1", "PK": "+92 3", "NP": "+977 98", "LK": "+94 7", "PH": "+63 9", "ID": "+62 8", "VN": "+84 9",
          "MY": "+60 1", "TH": "+66 8", "MM": "+95 9"}


@dataclass
class Register:
    """Rows that tell each other apart, with the keys that a query must not share with a second row."""

    twins: bool
    names: list[Name] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)
    real: set[int] = field(default_factory=set)
    distinct: Counter[str] = field(default_factory=Counter)

    def add(self, name: Name) -> int | None:
        """The row's index, or None where the register has the name."""
        key = core_key(name.text)
        if len(key) < 2 or (key in self.keys and not self.twins):
            return None
        index = len(self.names)
        self.names.append(name)
        self.keys.setdefault(key, index)
        self.distinct[distinct_key(name.text)] += 1
        return index


def distinct_key(text: str) -> str:
    """The name without words of the trade."""
    return core_key(GENERIC.sub(" ", text)) or core_key(text)


def build(rows: int, universe: str, seed: int, real: Path | None, sizes: dict[str, int], twins: bool) -> dict[str, list[dict]]:
    """The register and its query sets as plain records."""
    # The universe takes part in the seed: the corruptions of one are never those of the other.
    rng = random.Random(f"{universe}:{seed}:{rows}")
    register = Register(twins)
    recruiters, sanctioned = realnames.of_universe(real, universe)
    rng.shuffle(recruiters)
    held = recruiters[: sizes["held_out"]]
    for name in recruiters[sizes["held_out"] :][: rows // 4]:
        index = register.add(name)
        if index is not None:
            register.real.add(index)
    cross = cross_script(rng, register, universe, sizes["cross"])
    composer = Composer(load(universe, kept_back=False), rng)
    while len(register.names) < rows:
        register.add(composer.name())
    order = list(range(len(register.names)))
    rng.shuffle(order)
    ids = {index: f"r{place:06}" for place, index in enumerate(order)}
    for record in cross:
        record["truth"] = ids[record["truth"]]
    unregistered = negatives(rng, register, universe, held, sanctioned, sizes["unregistered"])
    return {
        "register": [row(rng, ids[index], register.names[index]) for index in order],
        "queries": queries(rng, register, ids, sizes["queries"]),
        "cross_script": cross,
        "unregistered": unregistered,
    }


def cross_script(rng: random.Random, register: Register, universe: str, per_script: int) -> list[dict]:
    """Queries of every script; their rows enter the register."""
    records = []
    for script, lexicon in sorted(crossscript.lexicons(universe).items()):
        made = 0
        while made < per_script and lexicon.trade:
            name, native = crossscript.compose(rng, script, lexicon)
            index = register.add(name)
            if index is not None:
                made += 1
                records.append({"id": f"x-{script}-{made:04}", "query": native, "truth": index, "kind": "cross_script", "script": script})
    return records


def queries(rng: random.Random, register: Register, ids: dict[int, str], count: int) -> list[dict]:
    """Corrupted names, each with one right answer: a text that is another row's name is thrown away."""
    kinds, weights = list(KINDS), [weight for _, weight in KINDS.values()]
    real = sorted(register.real)
    records: list[dict] = []
    while len(records) < count:
        kind = rng.choices(kinds, weights=weights)[0]
        for _ in range(2000):
            index = rng.choice(real) if real and rng.random() < 0.15 else rng.randrange(len(register.names))
            name = register.names[index]
            text = KINDS[kind][0](rng, name)
            if not text or text == name.text or len(core_key(text)) < 3:
                continue
            if register.keys.get(core_key(text), index) != index:
                continue
            if kind in ("generic_dropped", "truncated") and register.distinct[distinct_key(name.text)] > 1:
                continue
            records.append({"id": f"q{len(records):05}", "query": text, "truth": ids[index], "kind": kind,
                            "source": "real" if index in register.real else "composed"})
            break
    return records


def negatives(
    rng: random.Random, register: Register, universe: str, held: list[Name], sanctioned: list[Name], count: int
) -> list[dict]:
    """Names that are not in the register, labelled by where they come from."""
    seen = Composer(load(universe, kept_back=False), rng)
    unseen = Composer(load(universe, kept_back=True), rng)
    companies = [name for name in foreign_companies() if universe_of(core_key(name)) == universe]
    pools: list[tuple[str, list[str]]] = [
        ("real_held_out", [name.text for name in held]),
        ("real_sanctioned", [name.text for name in sanctioned[: count // 20]]),
        ("other_companies", rng.sample(companies, min(len(companies), count // 12))),
        ("generic_only", [generic_only(rng) for _ in range(count // 25)]),
    ]
    records: list[dict] = []
    used: set[str] = set()

    def add(kind: str, text: str) -> None:
        key = core_key(text)
        if len(key) >= 3 and key not in register.keys and key not in used:
            used.add(key)
            brand = "same" if register.distinct[distinct_key(text)] else "new"
            records.append({"id": f"u{len(records):05}", "query": text, "kind": kind, "distinctive_words": brand})

    for kind, texts in pools:
        for text in texts:
            add(kind, text)
    while len(records) < count:
        if len(records) % 2:
            add("composed_unseen_words", unseen.name().text)
        else:
            add("composed_new_combination", seen.name().text)
    return records


def foreign_companies() -> list[str]:
    """Company names of other trades and countries, from the open pair sets."""
    with (Path(__file__).parent / "pairs" / "dnb_test_names.csv").open(encoding="utf-8", newline="") as lines:
        return [row["company_name"] for row in csv.DictReader(lines)]


def generic_only(rng: random.Random) -> str:
    """A name of trade words alone."""
    words = ["International", "Global", "Overseas", "Manpower", "Services", "Recruitment", "Gulf", "Placement", "Employment", "World",
             "Consultants", "Human Resources", "Agency", "Travels", "Job", "Career", "Universal", "National", "Foreign", "Asia"]
    chosen = rng.sample(words, rng.choice([2, 3, 3, 4]))
    return " ".join(chosen + rng.choice([[], [], ["Pvt Ltd"], ["Ltd"], ["Inc"]]))


def row(rng: random.Random, identifier: str, name: Name) -> dict[str, str]:
    """A line of the register; numbers, phones and addresses are invented."""
    number = rng.randrange(1, 9999)
    licence = {
        "IN": f"B-{number:04}/{rng.choice(['MUM', 'DEL', 'KER', 'CHE', 'UP', 'HYD'])}/PER/1000+/5/{rng.randrange(4000, 9999)}/{rng.randrange(2008, 2025)}",
        "BD": f"RL-{number:04}", "NP": f"{number % 1600 + 1}/0{rng.randrange(58, 80)}/0{rng.randrange(59, 81)}", "LK": f"{number:04}",
        "PK": f"OP&HRD/{number:04}/{rng.choice(['RWP', 'LHR', 'PWR', 'MLK', 'SKT', 'KHI'])}/{rng.randrange(2015, 2026)}",
        "PH": f"DMW-{number % 900 + 100}-LB-{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}20{rng.randrange(23, 27)}-R",
    }.get(name.country, str(number))
    phone = PHONES.get(name.country, "+99 ") + f"{rng.randrange(10**7, 10**8)}"
    place = rng.choice([place for country, place in PLACES if country == name.country] or ["Main Road"])
    return {
        "id": identifier, "name": name.text, "licence": licence,
        "status": rng.choices(["valid", "expired", "cancelled", "suspended"], weights=[70, 18, 8, 4])[0],
        "phones": phone, "emails": f"office@{distinct_key(name.text)[:20].encode('ascii', 'ignore').decode() or 'agency'}.example",
        "address": f"{rng.randrange(1, 400)} {place}", "country": name.country,
        "expires": f"20{rng.randrange(24, 31)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
    }


PLACES = [(country, place) for country, place in read_rows("places.tsv")][::7]


def write(out: Path, sets: dict[str, list[dict]], meta: dict[str, object]) -> None:
    """The files of one corpus."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "register.csv").open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, HEADER, lineterminator="\n")
        table.writeheader()
        table.writerows(sets["register"])
    for name in ("queries", "cross_script", "unregistered"):
        with (out / f"{name}.jsonl").open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in sets[name])
    (out / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def statistics(sets: dict[str, list[dict]]) -> dict[str, object]:
    """Counts that say what a corpus holds."""
    words = Counter(word for line in sets["register"] for word in set(core_key(part) for part in line["name"].split()))
    return {
        "rows": len(sets["register"]), "words": len(words), "words_once": sum(1 for n in words.values() if n == 1),
        "countries": dict(Counter(line["country"] for line in sets["register"])),
        "queries": dict(Counter(record["kind"] for record in sets["queries"])),
        "cross_script": dict(Counter(record["script"] for record in sets["cross_script"])),
        "unregistered": dict(Counter(record["kind"] for record in sets["unregistered"])),
        "unregistered_same_distinctive_words": sum(record["distinctive_words"] == "same" for record in sets["unregistered"]),
    }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options shared with the evaluation."""
    parser.add_argument("--rows", type=int, default=10_000, help="names of the register")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--universe", choices=UNIVERSES, default="test", help="which half of the word lists")
    parser.add_argument("--real", type=Path, default=REPOSITORY / "content" / "captures", help="folder of real registers, mixed in")
    parser.add_argument("--queries", type=int, default=2000)
    parser.add_argument("--unregistered", type=int, default=1000)
    parser.add_argument("--cross", type=int, default=100, help="queries per script")
    parser.add_argument("--held-out", type=int, default=150, help="real names kept out of the register")
    parser.add_argument("--twins", action="store_true", help="let names stand twice in the register")


def generate(options: argparse.Namespace, out: Path) -> dict[str, object]:
    """Builds and writes the corpus that the options ask for."""
    sizes = {"queries": options.queries, "unregistered": options.unregistered, "cross": options.cross, "held_out": options.held_out}
    sets = build(options.rows, options.universe, options.seed, options.real, sizes, options.twins)
    meta = {"seed": options.seed, "universe": options.universe, **statistics(sets)}
    write(out, sets, meta)
    return meta


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    print(json.dumps(generate(options, options.out), ensure_ascii=False))


if __name__ == "__main__":
    main()
