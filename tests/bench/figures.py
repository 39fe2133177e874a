"""The figures of the table, computed the same way for every engine."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from engine import Answer

Records = list[dict]


@dataclass
class Figures:
    """What one engine reached. Shares are 0..1; a figure that was not measured is NaN."""

    label: str
    asked: int
    first: float
    first_five: float
    accepted: dict[tuple[str, float], float]
    cuts: dict[tuple[str, float], float]
    first_by_kind: dict[str, float]
    accepted_by_kind: dict[str, float]
    false_alarms_by_kind: dict[str, float]
    cpu_p50_ms: float
    cpu_p99_ms: float
    cross_script: float = math.nan
    cross_by_script: dict[str, float] = field(default_factory=dict)
    shipped_cut: dict[str, float] = field(default_factory=dict)
    shipped_accepts: float = math.nan
    index_mb: float = math.nan


def quantile(values: Iterable[float], share: float) -> float:
    """The value that `1 - share` of the values exceed at most."""
    ordered = sorted(values)
    if not ordered:
        return math.nan
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]


def share(flags: Iterable[bool]) -> float:
    flags = list(flags)
    return sum(flags) / len(flags) if flags else math.nan


def is_right(record: dict, answers: dict[str, Answer], depth: int = 1) -> bool:
    """The true row is among the first `depth` hits."""
    answer = answers.get(record["id"])
    return answer is not None and record["truth"] in [row for row, _ in answer.hits[:depth]]


def by(records: Records, key: str) -> dict[str, Records]:
    groups: dict[str, Records] = defaultdict(list)
    for record in records:
        groups[record[key]].append(record)
    return dict(sorted(groups.items()))


def unregistered_sets(unregistered: Records) -> dict[str, Records]:
    """All unregistered names, the composed and the real ones apart."""
    return {
        "pooled": unregistered,
        "composed": [record for record in unregistered if record["kind"].startswith("composed")],
        "real": [record for record in unregistered if record["kind"].startswith("real")],
    }


def measure(label: str, queries: Records, unregistered: Records, cross: Records, answers: dict[str, Answer]) -> Figures:
    """All figures of one engine from its answers to the three sets."""

    def best(record: dict) -> float:
        answer = answers.get(record["id"])
        return answer.best if answer else -math.inf

    def is_accepted(record: dict, cut: float) -> bool:
        return is_right(record, answers) and best(record) > cut

    cuts = {(name, alarms): quantile(map(best, records), 1 - alarms)
            for name, records in unregistered_sets(unregistered).items() for alarms in (0.05, 0.01)}
    pooled = cuts["pooled", 0.05]
    times = [answers[record["id"]].cpu_ms for record in queries if record["id"] in answers]
    shipped = {name: share(bool(answers[r["id"]].accepted) for r in records if r["id"] in answers)
               for name, records in {**unregistered_sets(unregistered), **by(unregistered, "kind")}.items()}
    return Figures(
        label=label,
        asked=len(queries),
        first=share(is_right(record, answers) for record in queries),
        first_five=share(is_right(record, answers, 5) for record in queries),
        accepted={key: share(is_accepted(record, cut) for record in queries) for key, cut in cuts.items()},
        cuts=cuts,
        first_by_kind={kind: share(is_right(r, answers) for r in records) for kind, records in by(queries, "kind").items()},
        accepted_by_kind={kind: share(is_accepted(r, pooled) for r in records) for kind, records in by(queries, "kind").items()},
        false_alarms_by_kind={kind: share(best(r) > pooled for r in records) for kind, records in by(unregistered, "kind").items()},
        cpu_p50_ms=quantile(times, 0.5),
        cpu_p99_ms=quantile(times, 0.99),
        cross_script=share(is_right(record, answers) for record in cross),
        cross_by_script={script: share(is_right(r, answers) for r in records) for script, records in by(cross, "script").items()},
        shipped_cut=shipped,
        shipped_accepts=share(is_right(r, answers) and bool(answers[r["id"]].accepted) for r in queries if r["id"] in answers),
    )


def area_under_curve(positive: list[float], negative: list[float]) -> float:
    """The chance that a pair of one company scores above a pair of two; ties count half."""
    if not positive or not negative:
        return math.nan
    ranked = sorted([(score, 1) for score in positive] + [(score, 0) for score in negative])
    total, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        rank = (at + 1 + end) / 2
        total += rank * sum(label for _, label in ranked[at:end])
        at = end
    return (total - len(positive) * (len(positive) + 1) / 2) / (len(positive) * len(negative))
