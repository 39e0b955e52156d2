"""The load: prebuilt requests over keep-alive sockets, read no further than needed to know that an answer is whole.

A process of its own: a JSON task on standard input, a JSON result on standard output.
"""

import gc
import json
import os
import re
import select
import socket
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from benchmarks.intake.account import HOST
from benchmarks.intake.answers import Expected, is_right
from benchmarks.intake.messages import Mailbag, Message

MOST_A_SECOND = 9000
KEEP_EVERY = 20
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)\r\n")


@dataclass(frozen=True, slots=True)
class Task:
    """`rate` 0 is a closed loop: every line asks again once it is answered. Otherwise so many a second, come what may."""

    port: int
    lines: int
    seconds: float
    rate: int
    first_number: int
    expected: str
    core: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """Times in milliseconds. `acknowledged` also counts what was answered after the time was up."""

    a_second: float
    p50: float
    p99: float
    slowest: float
    answered: int
    acknowledged: int
    refused: int
    checked: int
    wrong: int
    generator_cpu: float


class Line:
    """One keep-alive connection with at most one request under way."""

    __slots__ = ("_buffer", "_whole", "began", "index", "socket")

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""
        self._whole = 0
        self.index = 0
        self.began = 0

    def ask(self, index: int, request: bytes, began: int) -> None:
        self.index, self.began, self._buffer, self._whole = index, began, b"", 0
        self.socket.sendall(request)

    def read(self) -> bytes | None:
        """The whole answer once it is there."""
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the server hung up")
        self._buffer += data
        if not self._whole:
            head = self._buffer.find(b"\r\n\r\n")
            length = _LENGTH.search(self._buffer, 0, head + 2) if head > 0 else None
            if length is None:
                return None
            self._whole = head + 4 + int(length[1])
        return self._buffer if len(self._buffer) >= self._whole else None


@dataclass(slots=True)
class Notes:
    """What was seen on the wire."""

    times: list[int] = field(default_factory=list)
    kept: list[tuple[int, bytes]] = field(default_factory=list)
    acknowledged: int = 0
    refused: int = 0

    def take(self, line: Line, answer: bytes, now: int, *, in_time: bool) -> None:
        if answer[9:12] != b"200":
            self.refused += 1
            return
        self.acknowledged += 1
        if in_time:
            self.times.append(now - line.began)
        if line.index % KEEP_EVERY == 0:
            self.kept.append((line.index, answer))


Lines = dict[int, Line]


@contextmanager
def opened(task: Task) -> Iterator[Lines]:
    """The connections, by the number of their file."""
    lines = [Line(task.port) for _ in range(task.lines)]
    yield {line.socket.fileno(): line for line in lines}
    for line in lines:
        line.socket.close()


def closed_loop(task: Task, lines: Lines, messages: Sequence[Message], notes: Notes) -> float:
    """Seconds it lasted; no new question after that, but every answer is waited for."""
    poll = _poll(lines)
    start = time.perf_counter_ns()
    until = now = start + int(task.seconds * 1e9)
    for index, line in enumerate(lines.values()):
        line.ask(index, messages[index].request, time.perf_counter_ns())
    following, busy = len(lines), len(lines)
    while busy:
        for fd, _ in poll.poll():
            line = lines[fd]
            answer = line.read()
            if answer is None:
                continue
            now = time.perf_counter_ns()
            notes.take(line, answer, now, in_time=now <= until)
            if now < until and following < len(messages):
                line.ask(following, messages[following].request, now)
                following += 1
            else:
                busy -= 1
    return (min(now, until) - start) / 1e9


def open_loop(task: Task, lines: Lines, messages: Sequence[Message], notes: Notes) -> float:
    """Each question has its moment; waiting for a free line counts as waiting for the answer."""
    poll, free = _poll(lines), deque(lines.values())
    step = 1_000_000_000 // task.rate
    start = time.perf_counter_ns()
    following = answered = 0
    while answered < len(messages):
        now = time.perf_counter_ns()
        while free and following < len(messages) and start + following * step <= now:
            free.popleft().ask(following, messages[following].request, start + following * step)
            following += 1
        for fd, _ in poll.poll(_until(start + following * step) if free and following < len(messages) else None):
            line = lines[fd]
            answer = line.read()
            if answer is not None:
                notes.take(line, answer, time.perf_counter_ns(), in_time=True)
                free.append(line)
                answered += 1
    return (time.perf_counter_ns() - start) / 1e9


def _poll(lines: Lines) -> select.epoll:
    poll = select.epoll()
    for fd in lines:
        poll.register(fd, select.EPOLLIN)
    return poll


def _until(moment: int) -> float:
    return max(0.0, (moment - time.perf_counter_ns()) / 1e9)


def run(task: Task) -> Result:
    count = int(task.rate * task.seconds) if task.rate else task.lines + int(MOST_A_SECOND * task.seconds)
    messages = Mailbag(task.first_number, int(time.time())).fill(count)
    notes = Notes()
    cpu = time.process_time()
    wall = time.perf_counter()
    with opened(task) as lines:
        seconds = (open_loop if task.rate else closed_loop)(task, lines, messages, notes)
    share = (time.process_time() - cpu) / (time.perf_counter() - wall)
    return _result(task, messages, notes, seconds, share)


def _result(task: Task, messages: Sequence[Message], notes: Notes, seconds: float, share: float) -> Result:
    expected = Expected(task.expected)
    wrong = sum(not is_right(expected, messages[index], _body(answer)) for index, answer in notes.kept)
    times = sorted(notes.times) or [0]
    return Result(
        a_second=len(notes.times) / seconds,
        p50=_part(times, 0.50),
        p99=_part(times, 0.99),
        slowest=times[-1] / 1e6,
        answered=len(notes.times),
        acknowledged=notes.acknowledged,
        refused=notes.refused,
        checked=len(notes.kept),
        wrong=wrong,
        generator_cpu=share,
    )


def _part(times: Sequence[int], part: float) -> float:
    return times[min(len(times) - 1, int(len(times) * part))] / 1e6


def _body(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]


def main() -> None:
    task = Task(**json.load(sys.stdin))
    if task.core is not None:
        os.sched_setaffinity(0, {task.core})
    gc.disable()
    print(json.dumps(asdict(run(task))))


if __name__ == "__main__":
    main()
