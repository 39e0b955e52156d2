"""The same echo on the event loop that ours runs on: nothing is to be held against it, but who reads should see it."""

import sys

from benchmarks.intake.echo import run
from bot.event_loop import make_loop

if __name__ == "__main__":
    run(int(sys.argv[1]), make_loop())
