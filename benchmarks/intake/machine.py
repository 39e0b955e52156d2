"""What the numbers were measured on."""

import os
import platform
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile

_TRIES = 200


def described() -> str:
    memory = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal"))
    return (
        f"{len(os.sched_getaffinity(0))} cores, {int(memory.split()[1]) / 2**20:.0f} GiB, Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f}, 4 KiB append and fsync {_sync_micros():.0f} µs (median of {_TRIES})"
    )


def _sync_micros() -> float:
    """On the disk the databases are on."""
    times = []
    with TemporaryFile(buffering=0) as file:
        for _ in range(_TRIES):
            began = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    return median(times) * 1e6
