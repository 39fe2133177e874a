"""What every corpus must hold, and that no figure rests on an accident."""

from __future__ import annotations

import random
from pathlib import Path

import corpus
import crossscript
import pytest
from compose import Name
from corrupt import KINDS
from wordlists import core_key, load, tokens

SIZES = {"queries": 300, "unregistered": 200, "cross": 8, "held_out": 5}
CAPTURE = """rl_no,name,address,office_tel
""" + "".join(f"{n:04},{word} Overseas Ltd.,Dhaka,\n" for n, word in enumerate(
    ["Aster", "Borneo", "Cumin", "Dorado", "Ember", "Fennel", "Garnet", "Hazel", "Ibex", "Juniper", "Krill", "Larch", "Myrrh", "Nutmeg",
     "Ocelot", "Plover", "Quince", "Rowan", "Sorrel", "Thyme", "Umber", "Vervain", "Willow", "Xylem", "Yarrow", "Zinnia"]))


@pytest.fixture(scope="module")
def captures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("captures")
    (folder / "agencies.csv").write_text(CAPTURE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["tune", "test"])
def sets(request: pytest.FixtureRequest, captures: Path) -> dict[str, list[dict]]:
    return corpus.build(3000, request.param, 7, captures, SIZES, twins=False)


def test_same_seed_gives_the_same_corpus(captures: Path) -> None:
    first, second = (corpus.build(400, "tune", 3, captures, SIZES | {"cross": 2}, twins=False) for _ in range(2))
    assert first == second
    assert first != corpus.build(400, "tune", 4, captures, SIZES | {"cross": 2}, twins=False)


def test_register_has_the_asked_size_and_no_name_twice(sets: dict[str, list[dict]]) -> None:
    keys = [core_key(row["name"]) for row in sets["register"]]
    assert len(keys) == 3000 == len(set(keys))
    assert len({row["id"] for row in sets["register"]}) == 3000


def test_every_query_has_its_row_and_differs_from_it(sets: dict[str, list[dict]]) -> None:
    names = {row["id"]: row["name"] for row in sets["register"]}
    for record in sets["queries"] + sets["cross_script"]:
        assert record["query"].strip() and record["query"] != names[record["truth"]]


def test_no_query_is_the_name_of_another_row(sets: dict[str, list[dict]]) -> None:
    rows = {core_key(row["name"]): row["id"] for row in sets["register"]}
    for record in sets["queries"]:
        assert rows.get(core_key(record["query"]), record["truth"]) == record["truth"]


def test_unregistered_names_are_not_in_the_register(sets: dict[str, list[dict]]) -> None:
    keys = {core_key(row["name"]) for row in sets["register"]}
    assert len(sets["unregistered"]) == SIZES["unregistered"]
    assert not keys & {core_key(record["query"]) for record in sets["unregistered"]}
    assert {"real_held_out", "other_companies", "generic_only", "composed_unseen_words", "composed_new_combination"} == {
        record["kind"] for record in sets["unregistered"]}


def test_real_names_are_held_out(sets: dict[str, list[dict]]) -> None:
    held = [record["query"] for record in sets["unregistered"] if record["kind"] == "real_held_out"]
    assert len(held) == SIZES["held_out"]
    assert not set(held) & {row["name"] for row in sets["register"]}


def test_universes_share_no_name_word() -> None:
    words = []
    for universe in ("tune", "test"):
        mine: set[str] = set()
        for kept_back in (False, True):
            lists = load(universe, kept_back)
            for names in [lists.brands, lists.heads, [latin for latin, _ in lists.indian], *lists.culture.values(),
                          *lists.persons.values(), *lists.places.values()]:
                mine |= {"".join(tokens(name)) for name in names}
        words.append(mine)
    assert not words[0] & words[1]
    assert min(len(mine) for mine in words) > 6000


def test_kept_back_words_are_in_no_register_list() -> None:
    seen, kept = load("tune", False), load("tune", True)
    assert not set(seen.brands) & set(kept.brands)
    assert not set(seen.indian) & set(kept.indian)


@pytest.mark.parametrize("universe", ["tune", "test"])
def test_every_script_has_words_enough(universe: str) -> None:
    lexicons = crossscript.lexicons(universe)
    assert set(lexicons) == set(crossscript.SCRIPTS)
    for lexicon in lexicons.values():
        assert len(lexicon.names) + len(lexicon.places) >= 50
        assert len(lexicon.trade) >= 10


def test_every_kind_of_corruption_occurs_and_stays_a_name(sets: dict[str, list[dict]]) -> None:
    assert len({record["kind"] for record in sets["queries"]}) >= len(KINDS) - 3
    rng = random.Random(1)
    name = Name("IN", "M/s", "A.B. Rahman 7 Star", "International Manpower Services", "Pvt. Ltd.",
                "M/s A.B. Rahman 7 Star International Manpower Services Pvt. Ltd.")
    for kind, (corrupt, _) in KINDS.items():
        texts = [corrupt(rng, name) for _ in range(50)]
        assert all(text is None or text.strip() for text in texts), kind
