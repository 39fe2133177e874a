"""The decision model as text: written by the fitting, read by the phone, evaluated here to prove both agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SCALE = 10_000
LIMIT = 2**31 - 1

FORMAT = """\
# Decision model: boosted trees over the features of the best hit, fitted by tests/bench/fit/fit_decision.py.
#
# `base N`, then one tree a line: its nodes separated by spaces, numbered from 0. A node is a leaf `v` (one whole number) or a
# split `feature,threshold,right`; the left child is the next node, `right` is the number of the right child.
# Features, thresholds, leaves and the base are whole numbers of 1/10,000; a feature is rounded, halves away from zero.
# Per tree: n = 0; while node n is a split: n + 1 where the feature is <= the threshold, else `right`; then the leaf is added to
# the base. The chance that the hit is the entry that was meant: 1 / (1 + exp(-sum / 10,000)). Features are never missing.
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
    base: int = 0

    def sum(self, quantised: Sequence[int]) -> int:
        """The sum of the leaves that the features lead to."""
        return self.base + sum(leaf(tree, quantised) for tree in self.trees)

    def chance(self, features: Sequence[float]) -> float:
        """The chance that the hit is the right entry."""
        return 1 / (1 + math.exp(-self.sum([quantise(value) for value in features]) / SCALE))

    def text(self) -> str:
        columns = " ".join(f"{name}({sign:+d})" if sign else name for name, sign in zip(self.features, self.monotone))
        lines = [FORMAT.rstrip("\n"), f"{COLUMNS}{columns}", f"base {self.base}"]
        lines += [" ".join(written(node) for node in tree) for tree in self.trees]
        return "\n".join(lines) + "\n"


COLUMNS = "# Features in order, (+1) may only raise and (-1) only lower: "


def quantise(value: float) -> int:
    """Halves go away from zero, as Rust's `round` does."""
    scaled = math.copysign(math.floor(abs(value) * SCALE + 0.5), value)
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
    base = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(COLUMNS):
            for column in line.removeprefix(COLUMNS).split(" "):
                name, _, sign = column.partition("(")
                features.append(name)
                monotone.append(int(sign.rstrip(")") or 0))
        elif line.startswith("base "):
            base = int(line.removeprefix("base "))
        elif line and not line.startswith("#"):
            trees.append([node_of(token) for token in line.split(" ")])
    return Model(features, monotone, trees, base)


def node_of(token: str) -> Leaf | Split:
    numbers = [int(part) for part in token.split(",")]
    return Leaf(numbers[0]) if len(numbers) == 1 else Split(*numbers)
