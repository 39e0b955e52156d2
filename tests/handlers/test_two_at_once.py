"""Two who act on one case in the same moment: who comes second is told the new status, or simply tried again."""

from collections.abc import Callable
from typing import Any

import pytest

from handlers.casefile import move
from handlers.desk import Desk
from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.errors import NotFromHere
from storage.cases import CaseRow, StaleCase
from storage.store import Store
from tests.handlers.office import Office


def act_second(office: Office, act_first: Callable[[Desk, CaseRow], Any]) -> None:
    """A clerk accepts a case which somebody else has changed since the clerk's step began."""
    office.say("demo-voter-zhangdaye", "西关村村口的路灯坏了半个月")
    seen = office.case("2026-0001")
    with office.engine.begin() as connection:
        desk = Desk(Store(connection, office.keys), office.now, office.directory, office.settings)
        act_first(desk, seen)
        move(desk, seen, Step.ACCEPT_CASE, Role.LIAISON_OFFICER, to=Status.TO_DISPATCH)


def test_who_comes_second_is_told_the_new_status(office: Office) -> None:
    with pytest.raises(NotFromHere) as told:
        act_second(office, lambda desk, seen: move(desk, seen, Step.REJECT, Role.COMMISSION, to=Status.REJECTED))
    assert told.value.status is Status.REJECTED


def test_a_clock_set_in_between_refuses_nobody(office: Office) -> None:
    """As when the answer's arrival is written down in the moment in which its reader rates it."""
    with pytest.raises(StaleCase):
        act_second(office, lambda desk, seen: desk.store.cases.change(seen, {"timer": None}))
