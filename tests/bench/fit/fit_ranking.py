"""Fits the order of the hits: which of the first eight is the one that was meant.

Reads the `.ranking` files that `safe-migration-fit` writes beside its dumps (a line a query that has its right entry among the
hits: `[[1 or 0, [features]], …]`, best first) and writes the trees in the format of `decision_model.py`. Fit this first, dump
again with it, then fit the decision: the margins between the hits are made of what is fitted here.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from decision_model import quantise  # noqa: E402
from environment import with_libraries  # noqa: E402
from fit_decision import REQUIREMENTS, exported  # noqa: E402

# Not known yet when the hits are put in order; a dump made with an earlier ranking model holds that one's word in `rank`.
UNKNOWN = ("rank", "margin_to_second", "margin_to_third")

Group = list[tuple[int, list[int]]]


def read_groups(paths: list[Path], names: list[str]) -> list[Group]:
    """The hits of each query: whether right, and the quantised features."""
    unknown = {names.index(name) for name in UNKNOWN}
    groups = []
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                groups.append([(label, [0 if at in unknown else quantise(value) for at, value in enumerate(features)])
                               for label, features in json.loads(line)])
    return groups


def right_first(groups: list[Group], score) -> float:
    """Share of queries whose right entry comes first by `score(place, features)`."""
    firsts = (max(enumerate(group), key=lambda hit: (score(hit[0], hit[1][1]), -hit[0]))[1][0] for group in groups)
    return sum(firsts) / len(groups)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--columns", type=Path, required=True, help="JSON: [[name, -1, 0 or 1], …] in the order of the dumps")
    parser.add_argument("--tune", type=Path, nargs="+", required=True, help="`.ranking` files to fit on")
    parser.add_argument("--test", type=Path, nargs="+", default=[], help="`.ranking` files to judge on, of the other universe")
    parser.add_argument("--out", type=Path, help="where to write the model")
    options = parser.parse_args()
    with_libraries(REQUIREMENTS)
    import lightgbm
    import numpy

    described = json.loads(options.columns.read_text(encoding="utf-8"))
    names, monotone = [name for name, _ in described], [int(sign) for _, sign in described]
    groups = read_groups(options.tune, names)
    rows = [hit for group in groups for hit in group]
    data = lightgbm.Dataset(
        numpy.array([features for _, features in rows], dtype=numpy.float64), label=[label for label, _ in rows],
        group=[len(group) for group in groups], feature_name=names)
    booster = lightgbm.train({
        "objective": "lambdarank", "lambdarank_truncation_level": 3, "num_leaves": 10, "learning_rate": 0.1,
        "min_data_in_leaf": 60, "lambda_l2": 2.0, "monotone_constraints": monotone,
        "monotone_constraints_method": "advanced", "seed": 1, "deterministic": True, "force_row_wise": True,
        "num_threads": 1, "verbosity": -1}, data, num_boost_round=80)
    model = exported(booster, names, monotone)
    for label, judged in (("tune", groups), ("test", read_groups(options.test, names))):
        if judged:
            before, after = right_first(judged, lambda place, _: -place), right_first(judged, lambda _, features: model.sum(features))
            print(f"{label}: {len(judged)} queries, right entry first {before:.4f} as dumped, {after:.4f} with the model")
    if options.out:
        text = model.text().replace("# Decision model: boosted trees over the features of the best hit, fitted by tests/bench/fit/fit_decision.py.",
                                    "# Ranking model: boosted trees over the features of a hit, fitted by tests/bench/fit/fit_ranking.py.")
        options.out.write_text(text, encoding="utf-8")
        print(f"{len(model.trees)} trees, {len(text.encode())} bytes in {options.out.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
