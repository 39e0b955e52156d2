"""A place has its official name and what people call it."""

import pytest

from handlers.rules.places import find_place, names_of_place


@pytest.mark.parametrize(
    ("area", "names"),
    [
        ("西关村", ("西关村",)),
        ("西关村(老供销社)", ("西关村", "老供销社")),
        ("西关村（又名：西街、老供销社）", ("西关村", "西街", "老供销社")),
        ("西关村／老供销社／大槐树", ("西关村", "老供销社", "大槐树")),
        ("原种场", ("原种场",)),
        ("（）", ()),
        ("西关村（东）", ("西关村",)),
    ],
)
def test_an_area_brings_its_other_names(area: str, names: tuple[str, ...]) -> None:
    assert names_of_place(area) == names


def test_a_place_is_found_by_what_people_call_it() -> None:
    assert find_place("供销社老院旁边的井盖没了", frozenset({"西关村", "供销社老院"})) == "供销社老院"


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("西关村村口的路灯坏了", "西关村村口"),
        ("西关村西头井盖没了", "西关村西头"),
        ("县医院后门井盖没了", "县医院后门"),
    ],
)
def test_a_part_of_a_place_belongs_to_its_name(said: str, place: str) -> None:
    assert find_place(said, frozenset()) == place
