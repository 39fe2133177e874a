"""Fits the decision model on features of `tune` corpora and judges it on a `test` corpus.

`cargo run --release -p safe-migration-fit -- REGISTER.csv dump.jsonl QUERIES.jsonl…` writes the dumps, `… -- --columns > columns.json`
their columns; then `fit_decision.py --columns columns.json --tune dump.jsonl… --test dump.jsonl… --out …/decision-model.tsv`.

A dump has one line a query that found anything: {"label", "kind", "script", "features": [numbers]}. Label 1: the right entry is on top;
0: the top hit of an unregistered name (by its kind) or a wrong entry. The same dumps, seed and library version give the same file.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from decision_model import SCALE, Leaf, Model, Split, Tree, quantise  # noqa: E402
from environment import with_libraries  # noqa: E402
from figures import area_under_curve, quantile, share  # noqa: E402

UNREGISTERED = ("composed_", "real_", "other_companies", "generic_only", "left_out")
REQUIREMENTS = {"lightgbm": "lightgbm>=4.3,<5", "numpy": "numpy>=1.26,<3"}


@dataclass(frozen=True)
class Case:
    """The features of one query's top hit."""

    label: int
    kind: str
    script: str
    quantised: list[int]

    @property
    def unregistered(self) -> bool:
        return self.kind.startswith(UNREGISTERED)


def read_cases(paths: list[Path], width: int) -> list[Case]:
    """Cases of all dumps; a line with another number of features stops the program."""
    cases = []
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                row = json.loads(line)
                if len(row["features"]) != width:
                    raise SystemExit(f"{path.name}:{number}: {len(row['features'])} features, expected {width}")
                cases.append(Case(row["label"], row["kind"], row.get("script") or "", [quantise(v) for v in row["features"]]))
    return cases


def fit(cases: list[Case], names: list[str], monotone: list[int], options: argparse.Namespace):
    """A booster over the quantised features, so that its thresholds can be whole numbers without loss."""
    import lightgbm
    import numpy

    weights = dict(pair.split("=") for pair in options.weight)
    data = lightgbm.Dataset(
        numpy.array([case.quantised for case in cases], dtype=numpy.float64),
        label=[case.label for case in cases],
        weight=[next((float(w) for prefix, w in weights.items() if case.kind.startswith(prefix)), 1.0) for case in cases],
        feature_name=names, free_raw_data=False, params={"max_bin": 1023, "min_data_in_bin": 3})
    parameters = {
        "objective": "binary", "num_leaves": options.leaves, "learning_rate": options.rate, "min_data_in_leaf": options.leaf_cases,
        "lambda_l2": 1.0, "feature_fraction": 0.8, "bagging_fraction": 0.8, "bagging_freq": 1, "max_bin": 1023, "min_data_in_bin": 3,
        "monotone_constraints": monotone, "monotone_constraints_method": "advanced", "seed": options.seed, "deterministic": True,
        "force_row_wise": True, "num_threads": 1, "verbosity": -1,
    }
    return lightgbm.train(parameters, data, num_boost_round=options.trees)


def exported(booster, names: list[str], monotone: list[int]) -> Model:
    """The booster's trees with integer thresholds and leaves."""
    return Model(names, monotone, [flat(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]])


def flat(node: dict) -> Tree:
    """Nodes in the order: split, its left branch, its right branch."""
    if "leaf_value" in node:
        return [Leaf(round(node["leaf_value"] * SCALE))]
    left, right = flat(node["left_child"]), flat(node["right_child"])
    moved = lambda tree, by: [n if isinstance(n, Leaf) else Split(n.feature, n.threshold, n.right + by) for n in tree]
    # Features are whole numbers, so `<= 41.5` is `<= 41`.
    return [Split(node["split_feature"], math.floor(node["threshold"]), len(left) + 1), *moved(left, 1), *moved(right, len(left) + 1)]


def judge(label: str, cases: list[Case], scores: list[float]) -> None:
    """Prints what a decision by these scores accepts and lets through."""
    left_out = [score for case, score in zip(cases, scores) if case.kind == "left_out"]
    unregistered = [(case, score) for case, score in zip(cases, scores) if case.unregistered and case.kind != "left_out"]
    asked = [(case, score) for case, score in zip(cases, scores) if not case.unregistered]
    latin = [(case, score) for case, score in asked if not case.script]
    print(f"\n{label}: {len(latin)} queries, {len(asked) - len(latin)} cross-script, {len(unregistered)} unregistered names; "
          f"area under the curve {area_under_curve([s for c, s in asked if c.label], [s for c, s in zip(cases, scores) if not c.label]):.4f}")
    print("| unregistered | cut 5 % | cut 1 % | accepted at 5 % | at 1 % | cross-script accepted at 5 % | at 1 % |\n|---|---|---|---|---|---|---|")
    pools = {name: [score for case, score in unregistered if case.kind.startswith(prefix)]
             for name, prefix in (("pooled", ""), ("composed", "composed"), ("real", "real"))}
    for name, pool in [*pools.items(), ("left out of the register", left_out)]:
        cuts = [quantile(pool, 0.95), quantile(pool, 0.99)]
        cells = [share(case.label == 1 and score > cut for case, score in group)
                 for group in (latin, [pair for pair in asked if pair[0].script]) for cut in cuts]
        print(f"| {name} | {cuts[0]:.4f} | {cuts[1]:.4f} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")
    cut = quantile([score for _, score in unregistered], 0.95)
    groups: dict[str, list[bool]] = defaultdict(list)
    for case, score in latin:
        groups[case.kind].append(case.label == 1 and score > cut)
    print("accepted at the pooled 5 %, by kind: " + ", ".join(f"{kind} {share(flags):.3f}" for kind, flags in sorted(groups.items(), key=lambda t: share(t[1]))))
    groups = defaultdict(list)
    for case, score in unregistered:
        groups[case.kind].append(score > cut)
    print("let through, by kind: " + ", ".join(f"{kind} {share(flags):.3f}" for kind, flags in sorted(groups.items())))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--columns", type=Path, required=True, help="JSON: [[name, -1, 0 or 1], …] in the order of the dumps")
    parser.add_argument("--tune", type=Path, nargs="+", required=True, help="dumps to fit on")
    parser.add_argument("--test", type=Path, nargs="+", default=[], help="dumps to judge on, of the other universe")
    parser.add_argument("--out", type=Path, help="where to write the model")
    parser.add_argument("--trees", type=int, default=250)
    parser.add_argument("--leaves", type=int, default=12)
    parser.add_argument("--rate", type=float, default=0.08)
    parser.add_argument("--leaf-cases", type=int, default=60, help="fewest cases in a leaf")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--weight", nargs="*", default=["real=3"], metavar="KIND=WEIGHT", help="weight of kinds that begin so")
    parser.add_argument("--beside", nargs="*", default=[], help="features whose plain value is judged too")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    with_libraries(REQUIREMENTS)
    import numpy

    described = json.loads(options.columns.read_text(encoding="utf-8"))
    names, monotone = [name for name, _ in described], [int(sign) for _, sign in described]
    tune, test = read_cases(options.tune, len(names)), read_cases(options.test, len(names))
    print(f"fitting on {len(tune)} cases: {dict(Counter(case.label for case in tune))}", file=sys.stderr)
    booster = fit(tune, names, monotone, options)
    model = exported(booster, names, monotone)
    for label, cases in (("tune", tune), ("test", test)):
        if not cases:
            continue
        sums = [model.sum(case.quantised) for case in cases]
        raw = booster.predict(numpy.array([case.quantised for case in cases], dtype=numpy.float64), raw_score=True)
        apart = max(abs(total / SCALE - value) for total, value in zip(sums, raw))
        if apart > 0.02:
            raise SystemExit(f"the written trees differ from the fitted ones by {apart:.4f} in log-odds")
        judge(f"decision model on {label}", cases, [1 / (1 + math.exp(-total / SCALE)) for total in sums])
        for feature in options.beside:
            at = names.index(feature)
            judge(f"{feature} alone on {label}", cases, [case.quantised[at] / SCALE for case in cases])
    gains = sorted(zip(booster.feature_importance("gain"), names), reverse=True)
    print("\ngain by feature: " + ", ".join(f"{name} {gain / sum(g for g, _ in gains):.3f}" for gain, name in gains))
    if options.out:
        text = model.text()
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(text, encoding="utf-8")
        print(f"{len(model.trees)} trees, {sum(isinstance(n, Leaf) for t in model.trees for n in t)} leaves, {len(text.encode())} bytes in {options.out.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
