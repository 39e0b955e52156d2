"""What was measured as a table, and which of the promises held."""

from collections.abc import Sequence
from statistics import median

from benchmarks.intake.measuring import Load, Measured
from benchmarks.intake.servers import ECHO, EVERY, FLOOR, HANDLING, INTAKE, Server

_HEAD = "| server | load | answers/s | ÷ echo | p50 ms | p99 ms | slowest ms | CPU µs/answer | ÷ echo | peak RSS MB | generator CPU |"


def table(measured: Sequence[Measured], loads: Sequence[Load]) -> str:
    """Medians over the repetitions; the slowest answer and the memory are the worst of them."""
    rows = [_row(measured, server, load) for load in loads for server in EVERY]
    return "\n".join([_HEAD, "|---|---|" + "--:|" * 9, *rows])


def _row(measured: Sequence[Measured], server: Server, load: Load) -> str:
    own = _of(measured, server, load)
    results = [one.result for one in own]
    cpu = median(one.cpu_micros for one in own)
    figures = (
        f"{median(result.a_second for result in results):.0f}",
        "" if load.rate else f"{ratio(measured, server, load):.2f}",
        f"{median(result.p50 for result in results):.1f}",
        f"{median(result.p99 for result in results):.1f}",
        f"{max(result.slowest for result in results):.0f}",
        f"{cpu:.0f}",
        f"{cpu / median(one.cpu_micros for one in _of(measured, ECHO, load)):.2f}",
        f"{max(one.peak_megabytes for one in own):.0f}",
        f"{max(result.generator_cpu for result in results):.2f}",
    )
    return f"| {server.name} | {load.name} | {' | '.join(figures)} |"


def ratio(measured: Sequence[Measured], server: Server, load: Load) -> float:
    """Answers a second beside the echo's of the same round; the median round."""
    rounds = zip(_of(measured, server, load), _of(measured, ECHO, load), strict=True)
    return median(own.result.a_second / echo.result.a_second for own, echo in rounds)


def promises(measured: Sequence[Measured], loads: Sequence[Load]) -> list[tuple[str, bool]]:
    """What the design asks for, and whether this run showed it."""
    closed, opened = [load for load in loads if not load.rate], [load for load in loads if load.rate]
    held: list[tuple[str, bool]] = []
    for load in closed:
        intake, handling = ratio(measured, INTAKE, load), ratio(measured, HANDLING, load)
        held.append((f"{load.name}: intake alone at least as fast as the echo: {intake:.2f}", intake >= 1.0))
        held.append((f"{load.name}: whole handling at least 0.15 of the echo: {handling:.2f}", handling >= 0.15))
    for load, limit in ((closed[-1], 2000), *((load, 50) for load in opened)):
        p99 = median(one.result.p99 for one in _of(measured, HANDLING, load))
        held.append((f"{load.name}: p99 of the answer under {limit} ms: {p99:.1f}", p99 < limit))
    peak = max(one.peak_megabytes for one in measured if one.server in (INTAKE, HANDLING))
    held.append((f"resident memory under 200 MB: {peak:.0f}", peak < 200))
    return held


def bound(measured: Sequence[Measured], loads: Sequence[Load]) -> str:
    """How near to the echo anything can come whose every answer waits for a sync of its own."""
    alone = next(load for load in loads if load.lines == 1)
    least, own = ratio(measured, FLOOR, alone), ratio(measured, INTAKE, alone)
    return (
        f"{alone.name}: a bare server that commits one row a message, and does nothing else, reaches {least:.2f} of the echo;"
        f" intake alone is {own / least:.2f} of that"
    )


def honesty(measured: Sequence[Measured]) -> str:
    """Whether the answers were right and are there."""
    results = [one.result for one in measured]
    return (
        f"{sum(result.acknowledged for result in results)} answers, {sum(result.refused for result in results)} not 200; "
        f"{sum(result.checked for result in results)} checked, {sum(result.wrong for result in results)} wrong; "
        f"{sum(max(0, one.missing) for one in measured)} acknowledged but not in the database"
    )


def _of(measured: Sequence[Measured], server: Server, load: Load) -> list[Measured]:
    return [one for one in measured if one.server == server and one.load == load]
