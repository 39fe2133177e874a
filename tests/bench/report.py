"""The table and what stands below it, as Markdown."""

from __future__ import annotations

import json
import math
from pathlib import Path

from figures import Figures


def number(value: float, digits: int = 3) -> str:
    """`.973`, as in the tables of this field; a dash for what was not measured."""
    if math.isnan(value):
        return "-"
    text = f"{value:.{digits}f}"
    return text[1:] if text.startswith("0.") and digits == 3 else text


def pair(figures: Figures, name: str) -> str:
    return f"{number(figures.accepted[name, 0.05])} / {number(figures.accepted[name, 0.01])}"


def grid(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def main_table(rows: list[Figures]) -> str:
    """One row an engine."""
    header = ["engine", "right entry first", "in first five", "accepted at 5 % / 1 % false alarms", "against composed names",
              "against real names", "two typos", "cross-script", "CPU p50 / p99 ms", "index MB", "queries"]
    return grid(header, [
        [f.label, number(f.first), number(f.first_five), pair(f, "pooled"), pair(f, "composed"), pair(f, "real"),
         number(f.first_by_kind.get("two_typos", math.nan)), number(f.cross_script),
         f"{f.cpu_p50_ms:.1f} / {f.cpu_p99_ms:.1f}", f"{f.index_mb:.1f}", str(f.asked)]
        for f in rows
    ])


def by_kind(rows: list[Figures]) -> str:
    """What is found and accepted, kind by kind, of the first engine."""
    ours = rows[0]
    found = [[kind, number(value), number(ours.accepted_by_kind[kind])] for kind, value in sorted(ours.first_by_kind.items(), key=lambda t: t[1])]
    scripts = [[script, number(value)] for script, value in sorted(ours.cross_by_script.items(), key=lambda t: t[1])]
    alarms = [[kind, number(value), number(ours.shipped_cut.get(kind, math.nan))] for kind, value in ours.false_alarms_by_kind.items()]
    return "\n\n".join([
        f"{ours.label}, by kind of query:", grid(["kind", "right entry first", "accepted at 5 %"], found),
        "By script:", grid(["script", "right entry first"], scripts),
        "Unregistered names let through, by kind:", grid(["kind", "at the pooled 5 % cut", "at the shipped cut"], alarms),
    ])


def pair_table(table: dict[str, dict[str, float]]) -> str:
    """Area under the curve, one row a set."""
    scorers = list(dict.fromkeys(scorer for scores in table.values() for scorer in scores))
    return grid(["labelled pairs, area under the curve", *scorers],
                [[label, *(number(scores.get(scorer, math.nan)) for scorer in scorers)] for label, scores in table.items()])


def render(folder: Path, rows: list[Figures], notes: list[tuple[str, str]], pairs: dict[str, dict[str, float]], peer_queries: float) -> str:
    """The whole report."""
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    parts = [f"Register of {meta['rows']:,} names ({meta['words']:,} words), universe {meta['universe']}, seed {meta['seed']}; "
             f"{sum(meta['queries'].values()):,} corrupted queries, {sum(meta['unregistered'].values()):,} unregistered names "
             f"({meta['unregistered_same_distinctive_words']} of them share their distinctive words with an entry), "
             f"{sum(meta['cross_script'].values()):,} cross-script queries; one thread."]
    if not math.isinf(peer_queries):
        parts.append(f"Peers are asked a sample: {int(peer_queries)} queries, {int(peer_queries)} unregistered names, "
                     f"{int(peer_queries) // 4} cross-script ones.")
    parts.append(main_table(rows))
    if rows and rows[0].label == "safemig":
        ours = rows[0]
        cuts = ", ".join(f"{name} {ours.cuts[name, 0.05]:.3f} / {ours.cuts[name, 0.01]:.3f}" for name in ("pooled", "composed", "real"))
        shipped = ", ".join(f"{name} {number(ours.shipped_cut.get(name, math.nan))}" for name in ("pooled", "composed", "real"))
        lines = [*notes, ("score cuts at 5 % / 1 %", cuts), ("unregistered names past the shipped cut", shipped),
                 ("right and past the shipped cut", number(ours.shipped_accepts))]
        parts += ["\n".join(f"- {label}: {text}" for label, text in lines), by_kind(rows)]
    parts.append(pair_table(pairs))
    return "\n\n".join(parts)
