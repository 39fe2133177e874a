"""Open sets of labelled name pairs: does a pair of one company score above a pair of two?"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "pairs"
OTHERS_PER_NAME = 10


@dataclass(frozen=True)
class Pair:
    """Two names and whether they are one company."""

    id: str
    a: str
    b: str
    same: bool


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def damaged() -> list[Pair]:
    """Invented companies with their damaged spelling, row by row; other rows are the negatives."""
    clean = [row["company_name"] for row in read("dnb_test_names.csv")]
    bad = [row["company_name"] for row in read("dnb_adjusted_test_names.csv")]
    rng = random.Random("dnb")
    pairs = [Pair(f"dnb-{i}", a, b, True) for i, (a, b) in enumerate(zip(clean, bad)) if a != b]
    for i, name in enumerate(clean):
        for j in rng.sample(range(len(bad)), OTHERS_PER_NAME):
            if clean[j] != name:
                pairs.append(Pair(f"dnb-{i}-{j}", name, bad[j], False))
    return pairs


def holdings() -> list[Pair]:
    """Dutch holdings with their candidates, as a matcher proposed them: nearly all negatives are near names."""
    return [Pair(f"emm-{i}", row["gt_name"], row["name"], row["correct"] == "True")
            for i, row in enumerate(read("emm_unittest_namepairs.csv")) if row["gt_name"] and row["name"]]


def cross_script() -> list[Pair]:
    """Names in other scripts with the expected Latin name; every other expected name is a negative."""
    lines = (FOLDER / "watchman_cross_script_pairs.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(",")[:2] for line in lines if line.strip() and not line.startswith("#")]
    return [Pair(f"watchman-{i}-{j}", native, latin, i == j) for i, (native, _) in enumerate(rows) for j, (_, latin) in enumerate(rows)]


SETS = {"damaged companies (dnb)": damaged, "near holdings (emm)": holdings, "cross-script names (watchman)": cross_script}
