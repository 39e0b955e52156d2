"""Who may see a photo, recording or file: whoever sees its case now."""

from handlers.casefile import actor_of, facts_of
from handlers.desk import Desk
from handlers.people import speaker_of
from handlers.rules import access
from storage.media import MediaRow


def may_see(desk: Desk, media: MediaRow, account_id: int) -> bool:
    """The person this account belongs to today; a link outlives no change of office, station or department."""
    account = desk.store.people.get_account(account_id)
    speaker = speaker_of(account, desk, has_spoken=True)
    return access.sees(actor_of(speaker), facts_of(desk, speaker, desk.store.cases.get(media.case_id)))
