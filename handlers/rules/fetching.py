"""When a file that could not be fetched is tried again, and from when on it is lost."""

from datetime import datetime, timedelta

# The platforms keep a file for three days; an address that a 智能机器人 is given holds for five minutes.
LIFE = timedelta(days=3)
LIFE_OF_ADDRESS = timedelta(minutes=5)
# While one try goes on nobody else begins another; a try that was cut off is repeated after this.
ONE_TRY = timedelta(minutes=2)
_PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 10, 20, 40, 60, 300, 900, 1800))
_LONGEST = timedelta(hours=1)
# A pause longer than this would leave the second half of an address's life unused.
_LONGEST_OF_ADDRESS = timedelta(minutes=1)


def next_try(attempts: int, received_at: datetime, now: datetime, *, by_address: bool) -> datetime | None:
    """After so many attempts that failed; None when it is over by then."""
    pause = _PAUSES[attempts - 1] if attempts <= len(_PAUSES) else _LONGEST
    if by_address:
        pause = min(pause, _LONGEST_OF_ADDRESS)
    ends = received_at + (LIFE_OF_ADDRESS if by_address else LIFE)
    return now + pause if now + pause < ends else None
