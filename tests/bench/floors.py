"""The figures that must hold, as options so that a smaller register can have its own."""

from __future__ import annotations

import argparse
import math

from figures import Figures

# Option, what it bounds, default; the defaults are the floors for a register of 200,000 names.
LOWER = [
    ("floor-first", "right entry first", 0.973),
    ("floor-accepted-5", "accepted at 5 % false alarms", 0.88),
    ("floor-accepted-1", "accepted at 1 % false alarms", 0.77),
    ("floor-two-typos", "right entry first with two typos", 0.92),
    ("floor-cross-script", "right entry first across scripts", 0.75),
    ("floor-shipped-cut", "unregistered names past the shipped cut, at least", 0.03),
]
UPPER = [
    ("ceiling-shipped-cut", "unregistered names past the shipped cut, at most", 0.07),
    ("ceiling-index-mb", "index in MB", 20.0),
]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for name, label, value in LOWER + UPPER:
        parser.add_argument(f"--{name}", type=float, default=value, help=f"{label} (default {value})")


def measured(figures: Figures) -> dict[str, float]:
    """The figures by the option that bounds them; processor times are printed, never judged."""
    shipped = figures.shipped_cut.get("pooled", math.nan)
    return {
        "floor-first": figures.first,
        "floor-accepted-5": figures.accepted["pooled", 0.05],
        "floor-accepted-1": figures.accepted["pooled", 0.01],
        "floor-two-typos": figures.first_by_kind.get("two_typos", math.nan),
        "floor-cross-script": figures.cross_script,
        "floor-shipped-cut": shipped,
        "ceiling-shipped-cut": shipped,
        "ceiling-index-mb": figures.index_mb,
    }


def missed(options: argparse.Namespace, figures: Figures) -> list[str]:
    """One line a figure that does not hold; a figure that could not be measured does not hold."""
    values = measured(figures)
    lines = []
    for bounds, holds in ((LOWER, lambda value, bound: value >= bound), (UPPER, lambda value, bound: value <= bound)):
        for name, label, _ in bounds:
            bound = getattr(options, name.replace("-", "_"))
            if not holds(values[name], bound):
                lines.append(f"{label}: {values[name]:.4f}, wanted {bound}")
    return lines
