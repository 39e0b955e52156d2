"""python -m bot is the command line."""

import sys

from bot.quiet_heap import load_quietly

if __name__ == "__main__":
    load_quietly()
    from bot.cli import main

    sys.exit(main())
