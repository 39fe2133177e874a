"""Prints how well the engine finds and decides, beside its peers: `python3 tests/bench/evaluate.py --rows 200000 --seed 1`."""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
import time
from pathlib import Path

import corpus
import floors
import pairs
import report
from engine import Answer, Engine, EngineError
from environment import REPOSITORY, WORK, with_libraries
from figures import Figures, Records, area_under_curve, measure
from peers import REQUIREMENTS, Peer, all_peers


def read_records(path: Path) -> Records:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def progress(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def measure_engine(engine: Engine, descriptor: Path, folder: Path) -> tuple[Figures, list[tuple[str, str]]]:
    """Builds the pack, asks all three sets; further lines tell about size and time."""
    progress("building the pack")
    build = engine.build(descriptor, folder / "register.csv")
    answers: dict[str, Answer] = {}
    for name in ("queries", "unregistered", "cross_script"):
        progress(f"asking {name}")
        answers |= engine.ask(folder / f"{name}.jsonl")
    queries, unregistered, cross = (read_records(folder / f"{name}.jsonl") for name in ("queries", "unregistered", "cross_script"))
    figures = measure("safemig", queries, unregistered, cross, answers)
    sizes = engine.sizes()
    figures.index_mb = sizes.index / 1e6
    lines = [
        ("pack built in", f"{build.seconds:.1f} s ({build.cpu_seconds:.1f} s of processor), peak memory {build.peak_mb:.0f} MB"),
        ("pack", f"{sizes.pack / 1e6:.2f} MB"),
        ("store", f"{sizes.store / 1e6:.2f} MB"),
        ("tables", ", ".join(f"{name} {size / 1e6:.2f} MB" for name, size in sorted(sizes.tables.items(), key=lambda t: -t[1])[:8])),
        ("queries without an answer", str(sum(record["id"] not in answers for record in [*queries, *unregistered, *cross]))),
    ]
    return figures, lines


def measure_peer(peer: Peer, folder: Path, count: int) -> Figures:
    """The same figures from the first `count` of each set; the sets are in random order."""
    queries = read_records(folder / "queries.jsonl")[:count]
    unregistered = spread(read_records(folder / "unregistered.jsonl"), count)
    cross = spread(read_records(folder / "cross_script.jsonl"), count // 4)
    answers = {record["id"]: peer.ask(record["query"]) for record in [*queries, *unregistered, *cross]}
    figures = measure(peer.label, queries, unregistered, cross, answers)
    figures.index_mb = peer.index_bytes() / 1e6
    return figures


def spread(records: Records, count: int) -> Records:
    """An even sample of a set that is ordered by kind."""
    step = max(1.0, len(records) / max(count, 1))
    return [records[int(i * step)] for i in range(min(count, len(records)))]


def measure_pairs(engine: Engine | None, folder: Path) -> dict[str, dict[str, float]]:
    """Area under the curve by pair set and scorer."""
    table: dict[str, dict[str, float]] = {}
    for label, make in pairs.SETS.items():
        labelled = make()
        scores: dict[str, dict[str, float]] = {}
        if engine:
            questions = folder / f"pairs-{make.__name__}.jsonl"
            lines = (json.dumps({"id": p.id, "a": p.a, "b": p.b}, ensure_ascii=False) + "\n" for p in labelled)
            questions.write_text("".join(lines), encoding="utf-8")
            scores["safemig"] = engine.compare(questions)
        scores |= fuzzy_scores(labelled)
        table[label] = {
            scorer: area_under_curve([found.get(p.id, 0.0) for p in labelled if p.same], [found.get(p.id, 0.0) for p in labelled if not p.same])
            for scorer, found in scores.items()
        }
    return table


def fuzzy_scores(labelled: list[pairs.Pair]) -> dict[str, dict[str, float]]:
    try:
        from rapidfuzz import fuzz, utils
    except ImportError:
        return {}
    scorers = {"WRatio": fuzz.WRatio, "token_sort_ratio": fuzz.token_sort_ratio, "token_set_ratio": fuzz.token_set_ratio}
    return {name: {p.id: scorer(p.a, p.b, processor=utils.default_process) for p in labelled} for name, scorer in scorers.items()}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    corpus.add_arguments(parser)
    parser.add_argument("--binary", type=Path, default=REPOSITORY / "target" / "release" / "safemig")
    parser.add_argument("--descriptor", type=Path, default=REPOSITORY / "content" / "sources" / "plain-csv.toml")
    parser.add_argument("--work", type=Path, help="folder for the corpus and the pack (default: under target/bench)")
    parser.add_argument("--corpus", type=Path, help="use this corpus instead of building one")
    parser.add_argument("--peers", choices=["all", "fast", "none"], default="all", help="fast: without the brute force ones")
    parser.add_argument("--peer-queries", type=int, default=200, help="how many of each set the peers are asked")
    parser.add_argument("--no-engine", action="store_true", help="peers only")
    parser.add_argument("--floors", action="store_true", help="end with 1 when a figure is below its floor")
    floors.add_arguments(parser)
    return parser.parse_args()


def main() -> int:
    options = arguments()
    if options.peers != "none":
        with_libraries(REQUIREMENTS)
    work = options.work or WORK / f"{options.universe}-{options.rows}-{options.seed}"
    folder = options.corpus or work / "corpus"
    if options.corpus is None:
        progress(f"writing {options.rows} names, seed {options.seed}, universe {options.universe}")
        corpus.generate(options, folder)
    engine = None if options.no_engine else Engine(options.binary.resolve(), work)
    rows: list[Figures] = []
    notes: list[tuple[str, str]] = []
    try:
        if engine:
            ours, notes = measure_engine(engine, options.descriptor, folder)
            rows.append(ours)
        if options.peers != "none":
            rows += [measured_peer(peer, folder, options) for peer in loaded_peers(folder, options.peers)]
        table = measure_pairs(engine, work)
    except EngineError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(report.render(folder, rows, notes, table, math.inf if options.peers == "none" else options.peer_queries))
    missed = floors.missed(options, rows[0]) if options.floors and engine else []
    for line in missed:
        print(f"floor missed: {line}")
    return 1 if missed else 0


def loaded_peers(folder: Path, which: str) -> list[Peer]:
    with (folder / "register.csv").open(encoding="utf-8", newline="") as lines:
        names = [(row["id"], row["name"]) for row in csv.DictReader(lines)]
    peers = all_peers(names)
    return peers if which == "all" else peers[:2]


def measured_peer(peer: Peer, folder: Path, options: argparse.Namespace) -> Figures:
    progress(f"asking {peer.label}")
    return measure_peer(peer, folder, options.peer_queries)


if __name__ == "__main__":
    sys.exit(main())
