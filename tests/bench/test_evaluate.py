"""The figures on answers whose worth is known, and one whole run with a stand-in for the engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from decision_model import Leaf, Model, Split, quantise, read
from engine import Answer
from figures import area_under_curve, measure, quantile

FOLDER = Path(__file__).parent

STAND_IN = """#!{python}
import csv, json, pathlib, sqlite3, sys
sys.path.insert(0, {folder!r})
from peers import FullText
words = sys.argv[1:]
value = lambda key: words[words.index(key) + 1]
if "publish" in words:
    out = pathlib.Path(value("--out")); out.mkdir(parents=True)
    (out / "register.smpack").write_bytes(pathlib.Path(value("--input")).read_bytes())
else:
    data = pathlib.Path(value("--data")); data.mkdir(exist_ok=True)
    store = sqlite3.connect(data / "store.db")
    for table in ("document", "gram", "token"):
        store.execute(f"CREATE TABLE IF NOT EXISTS {{table}} (x)")
    store.commit()
    with open(pathlib.Path(value("--pack")) / "register.smpack", newline="") as lines:
        peer = FullText([(row["id"], row["name"]) for row in csv.DictReader(lines)], "trigram")
    for line in open(value("--batch")):
        question = json.loads(line)
        if "query" in question:
            hits = [{{"recruiter_id": "plain:" + row, "name": "", "score": score}} for row, score in peer.search(question["query"], 10)]
            print(json.dumps({{"id": question["id"], "hits": hits, "accepted": bool(hits and hits[0]["score"] > 40), "cpu_us": 1500}}))
        else:
            print(json.dumps({{"id": question["id"], "score": 1.0 if question["a"][:3] == question["b"][:3] else 0.0}}))
"""


def test_quantile_leaves_the_share_above() -> None:
    values = [float(v) for v in range(1, 101)]
    assert sum(v > quantile(values, 0.95) for v in values) == 5
    assert sum(v > quantile(values, 0.99) for v in values) == 1


def test_area_under_curve_counts_ties_half() -> None:
    assert area_under_curve([2, 3], [0, 1]) == 1
    assert area_under_curve([1, 1], [1, 1]) == 0.5
    assert area_under_curve([1, 0], [0.5]) == 0.5


def test_a_query_is_accepted_only_when_right_and_above_the_cut() -> None:
    queries = [{"id": f"q{i}", "truth": "r1", "kind": "one_typo"} for i in range(4)]
    unregistered = [{"id": f"u{i}", "kind": "composed_x"} for i in range(20)]
    answers = {f"u{i}": Answer([("r9", i / 20)], 1, i == 19) for i in range(20)}
    answers |= {"q0": Answer([("r1", 0.99)], 1, True), "q1": Answer([("r2", 0.99), ("r1", 0.98)], 2, True),
                "q2": Answer([("r1", 0.2)], 3, False), "q3": Answer([], 4, False)}
    figures = measure("x", queries, unregistered, [], answers)
    assert figures.first == 0.5 and figures.first_five == 0.75
    assert figures.cuts["pooled", 0.05] == 0.9
    assert figures.accepted["pooled", 0.05] == 0.25
    assert figures.shipped_cut["pooled"] == 0.05
    assert figures.cpu_p50_ms == 2


def test_a_whole_run_prints_one_table_and_keeps_floors(tmp_path: Path) -> None:
    binary = tmp_path / "safemig"
    binary.write_text(STAND_IN.format(python=sys.executable, folder=str(FOLDER)))
    binary.chmod(0o755)
    command = [sys.executable, str(FOLDER / "evaluate.py"), "--rows", "600", "--queries", "60", "--unregistered", "100", "--cross", "2",
               "--binary", str(binary), "--descriptor", "none.toml", "--work", str(tmp_path / "work"), "--peers", "none",
               "--real", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ, check=False)
    assert done.returncode == 0, done.stderr
    assert "| safemig |" in done.stdout and "By script:" in done.stdout
    strict = subprocess.run([*command, "--floors", "--floor-first", "1.01"], capture_output=True, text=True, check=False)
    assert strict.returncode == 1
    assert "floor missed: right entry first" in strict.stdout


def test_a_failing_engine_is_one_line(tmp_path: Path) -> None:
    command = [sys.executable, str(FOLDER / "evaluate.py"), "--rows", "100", "--queries", "5", "--unregistered", "30", "--cross", "1",
               "--binary", "/bin/false", "--work", str(tmp_path / "work"), "--peers", "none", "--real", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "error: " in done.stderr and "Traceback" not in done.stderr


def test_decision_model_survives_the_file(tmp_path: Path) -> None:
    tree = [Split(0, 5000, 4), Split(1, -100, 3), Leaf(10), Leaf(-20), Leaf(30)]
    model = Model(["a", "b"], [1, 0], [tree, [Leaf(3)]], base=4)
    path = tmp_path / "model.tsv"
    path.write_text(model.text(), encoding="utf-8")
    assert read(path) == model
    assert [model.sum([5000, -100]), model.sum([5000, -99]), model.sum([5001, 0])] == [17, -13, 37]


def test_features_are_rounded_half_away_from_zero() -> None:
    assert [quantise(v) for v in (0.00005, -0.00005, 0.5, 1e9, -1e9)] == [1, -1, 5000, 2**31 - 1, -(2**31 - 1)]


def test_fitting_is_reproducible_and_the_written_trees_agree(tmp_path: Path) -> None:
    pytest.importorskip("lightgbm")
    columns = tmp_path / "columns.json"
    columns.write_text(json.dumps([["score", 1], ["noise", 0]]))
    dump = tmp_path / "dump.jsonl"
    lines = [{"label": i % 2, "kind": "one_typo" if i % 2 else "composed_x", "script": "",
              "features": [i % 2 * 0.4 + i % 7 / 10, i % 5]} for i in range(400)]
    dump.write_text("".join(json.dumps(line) + "\n" for line in lines))
    texts = []
    for name in ("one.tsv", "two.tsv"):
        command = [sys.executable, str(FOLDER / "fit" / "fit_decision.py"), "--columns", str(columns), "--tune", str(dump),
                   "--out", str(tmp_path / name), "--trees", "20", "--leaf-cases", "10"]
        subprocess.run(command, check=True, capture_output=True)
        texts.append((tmp_path / name).read_text())
    assert texts[0] == texts[1]
    model = read(tmp_path / "one.tsv")
    sums = [model.sum([quantise(score / 20), 0]) for score in range(20)]
    assert sums == sorted(sums)
