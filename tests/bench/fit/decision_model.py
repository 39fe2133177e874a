"""The decision model as text: written by the fitting, read by the phone, evaluated here to prove both agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FEATURE_SCALE = 10_000
LEAF_SCALE = 100_000
LIMIT = 2**31 - 1

FORMAT = """\
# Decision model: boosted trees over the features of the best hit, fitted by tests/bench/fit/fit_decision.py.
#
# Line `scale`: feature scale, leaf scale. Line `features`: names in order, tab-separated. Line `monotone`: one of -1, 0, 1 a feature.
# Each line `tree` holds nodes separated by spaces, numbered from 0. A node is either a leaf `v` (one integer)
# or a split `f,t,r`: feature number, threshold, number of the right child. The left child is always the next node.
#
# Evaluation, integers only:
#   q[f] = round(feature[f] * feature scale), halves away from zero, clamped to the range of i32
#   per tree: n = 0; while node n is a split: n = n + 1 where q[f] <= t, else n = r; then add the leaf v to the sum (i64)
#   log-odds = sum / leaf scale; chance that the hit is the right entry = 1 / (1 + exp(-log-odds))
# Features are never missing. More sum, more sure: cuts may be kept as sums.
"""


@dataclass(frozen=True)
class Leaf:
    value: int


@dataclass(frozen=True)
class Split:
    feature: int
    threshold: int
    right: int


Tree = list[Leaf | Split]


@dataclass(frozen=True)
class Model:
    """Trees with the names of their features."""

    features: list[str]
    monotone: list[int]
    trees: list[Tree]

    def sum(self, quantised: Sequence[int]) -> int:
        """The sum of the leaves that the features lead to."""
        return sum(leaf(tree, quantised) for tree in self.trees)

    def chance(self, features: Sequence[float]) -> float:
        """The chance that the hit is the right entry."""
        return 1 / (1 + math.exp(-self.sum([quantise(value) for value in features]) / LEAF_SCALE))

    def text(self) -> str:
        lines = [FORMAT.rstrip("\n"), f"scale\t{FEATURE_SCALE}\t{LEAF_SCALE}", "\t".join(["features", *self.features]),
                 "\t".join(["monotone", *map(str, self.monotone)])]
        lines += ["tree\t" + " ".join(written(node) for node in tree) for tree in self.trees]
        return "\n".join(lines) + "\n"


def quantise(value: float) -> int:
    """Halves go away from zero, as Rust's `round` does."""
    scaled = math.copysign(math.floor(abs(value) * FEATURE_SCALE + 0.5), value)
    return int(max(-LIMIT, min(LIMIT, scaled)))


def leaf(tree: Tree, quantised: Sequence[int]) -> int:
    at = 0
    while isinstance(node := tree[at], Split):
        at = at + 1 if quantised[node.feature] <= node.threshold else node.right
    return node.value


def written(node: Leaf | Split) -> str:
    return str(node.value) if isinstance(node, Leaf) else f"{node.feature},{node.threshold},{node.right}"


def read(path: Path) -> Model:
    """Reads what [`Model.text`] wrote."""
    features: list[str] = []
    monotone: list[int] = []
    trees: list[Tree] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        key, *rest = line.split("\t")
        if key == "scale" and rest != [str(FEATURE_SCALE), str(LEAF_SCALE)]:
            raise ValueError(f"other scales than this program's: {rest}")
        if key == "features":
            features = rest
        elif key == "monotone":
            monotone = [int(sign) for sign in rest]
        elif key == "tree":
            trees.append([node_of(token) for token in rest[0].split(" ")])
    return Model(features, monotone, trees)


def node_of(token: str) -> Leaf | Split:
    numbers = [int(part) for part in token.split(",")]
    return Leaf(numbers[0]) if len(numbers) == 1 else Split(*numbers)
