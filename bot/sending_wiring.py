"""Ways out and delivery put together: on SQLite in this process's memory, on PostgreSQL shared by all processes."""

from collections.abc import Mapping

from bot.channel_table import abilities, quota, ways_out
from bot.channels.base import Attachment, Channel
from bot.channels.platform_tokens import MemoryShelf, TokenShelf
from bot.channels.webchat import Webchat
from bot.courier import Courier, Deliverer
from bot.delivery import Delivery
from bot.ground import Ground
from bot.group_states import GroupStates
from bot.media.sending import MediaLoader
from bot.one_send import LoadMedia
from bot.pages.chat_board import ChatBoard
from bot.pages.chat_wall import ChatWall
from bot.permits import KeptPermits
from bot.reports.letter_files import LetterFiles
from bot.response_book import ResponseBook
from bot.route import Duties
from bot.token_rows import TokenRows
from handlers.reply_letters import is_letter
from storage.allowances import Allowances, KeptAllowances, MemoryAllowances


def ways_of(ground: Ground, board: ChatBoard) -> dict[str, Channel]:
    """Every channel of this deployment that can be written to, by its name."""
    config, memory, keys, clock = ground.config, ground.memory, ground.keys, ground.clock

    def shelf(account: str) -> TokenShelf:
        return MemoryShelf(clock.monotonic) if config.is_sqlite else TokenRows(memory, keys, account)

    permits = KeptPermits(memory, keys, clock, ground.settings().timezone, quota(config))
    groups = GroupStates(memory, ground.desk, ground.directory)
    urls = ResponseBook(memory, keys, clock)
    ways = dict(ways_out(config, ground.session, clock, permits, groups, shelf, urls))
    if config.channels.webchat.enabled:
        ways["webchat"] = Webchat(ChatWall(board, memory, ground.files, keys, clock.now))
    return ways


def allowances_of(ground: Ground) -> Allowances:
    return MemoryAllowances(ground.clock.monotonic) if ground.config.is_sqlite else KeptAllowances(ground.keys)


def _loading(ground: Ground) -> LoadMedia:
    """Files that people or authors sent, and letters of reply, which are made when they go out."""
    kept = MediaLoader(ground.memory, ground.keys, ground.files)
    letters = LetterFiles(ground.memory, ground.desk, ground.config.letter, ground.config.congress.name)

    async def load(name: str) -> Attachment | None:
        return await (letters.load(name) if is_letter(name) else kept.load(name))

    return load


def delivery_of(ground: Ground, duties: Duties, ways: Mapping[str, Channel], allowances: Allowances) -> Deliverer:
    courier = Courier(
        keys=ground.keys,
        clock=ground.clock,
        channels=ways,
        desk=ground.desk,
        on_settled=duties.on_settled,
        on_card=duties.on_card,
        load_media=_loading(ground),
        abilities=abilities(ground.config),
        allowances=allowances,
    )
    if ground.config.is_sqlite:
        return Delivery(ground.memory, courier)
    from bot.cluster_delivery import ClusterDelivery  # procrastinate is slow to load, and SQLite has no need of it

    return ClusterDelivery(ground.memory, courier, ground.config.storage.url)
