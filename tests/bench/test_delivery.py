"""The benchmark of delivery does what it says; how fast is not asked here."""

import pytest

from benchmarks.delivery.measuring import Load, Measured, measure, measured, platform
from benchmarks.delivery.office import Written, lay_out
from benchmarks.delivery.places import cluster, embedded
from benchmarks.delivery.table import promises, table
from tests.conftest import SERVER

SMALL = Load(rush=12, paced=4, rate=50.0, warm=2)
WRITTEN = Written({1: 9.0, 2: 10.0, 3: 10.0, 4: 20.0, 5: 21.0}, (2, 4), (4, 6))


def test_every_message_reaches_the_platform_from_one_process() -> None:
    with embedded() as place, platform(place):
        lay_out(place, SMALL.whole)
        found = measure(place, 0, SMALL, 0)
    assert (found.missing, found.twice, found.workers) == (0, 0, 0)
    assert 0 <= found.p50 <= found.p99 <= found.slowest


@pytest.mark.xdist_group("cluster")
def test_every_message_reaches_the_platform_from_workers_in_two_runs(postgres_server: None) -> None:
    with cluster(SERVER) as place, platform(place):
        lay_out(place, SMALL.whole)
        for turn, workers in enumerate((1, 2)):
            found = measure(place, workers, SMALL, turn * SMALL.whole)
            assert (found.missing, found.twice, found.workers) == (0, 0, workers)


def test_what_is_counted_is_the_first_call_after_the_commit() -> None:
    calls = [(1, 9.5), (2, 10.5), (3, 12.0), (4, 20.1), (5, 21.3), (5, 29.0)]
    found = measured(2, WRITTEN, calls)
    assert (found.a_second, found.missing, found.twice) == (1.0, 0, 1)
    assert [found.p50, found.slowest] == pytest.approx([200, 300])


def test_a_message_that_never_came_is_counted() -> None:
    assert measured(1, WRITTEN, [(2, 10.5), (4, 20.1), (5, 21.3)]).missing == 2


@pytest.mark.parametrize(
    ("workers", "p50", "twice", "held"),
    [(0, 49.9, 0, True), (0, 50.0, 0, False), (1, 199.9, 0, True), (4, 200.0, 0, False), (1, 10.0, 1, False)],
)
def test_a_promise_that_was_missed_says_so(workers: int, p50: float, twice: int, held: bool) -> None:
    row = Measured(workers, 100.0, p50, 300.0, 400.0, missing=0, twice=twice)
    assert all(is_held for _, is_held in promises([row])) is held
    assert "worker" in table([row]) or not workers
