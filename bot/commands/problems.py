"""A command that cannot go on: one clear line, and the exit code that says whose fault it is."""

USAGE = 2  # wrong usage or configuration
FAILED = 1


class CommandStopped(Exception):
    """Carries the line for people and the exit code."""

    def __init__(self, line: str, code: int = USAGE) -> None:
        super().__init__(line)
        self.code = code
