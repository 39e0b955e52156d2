"""Where in our code something went wrong, without what it was about: a message of an error may quote a person."""

from traceback import extract_tb

FRAMES = 4


def place_of(error: BaseException) -> str:
    """The innermost calls, outermost of them first."""
    frames = extract_tb(error.__traceback__)[-FRAMES:]
    return " > ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames)
