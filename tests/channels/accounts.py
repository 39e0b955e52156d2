"""One account on each platform, and our side of it."""

from bot.channels.official_account import OfficialAccountCallback
from bot.channels.wecom_aibot import WecomAibotCallback
from bot.channels.wecom_app import WecomAppCallback
from tests.channels.samples import fixed_bytes
from tests.platforms.aibot import AibotPlatform
from tests.platforms.official_account import AES_KEY, TOKEN, Mode, OfficialAccountPlatform
from tests.platforms.wecom import WecomPlatform

MP = OfficialAccountPlatform()
MP_PLAIN = OfficialAccountPlatform(mode=Mode.PLAIN)
WECOM = WecomPlatform()
AIBOT = AibotPlatform()


def official_account(*, key: str = AES_KEY, app_id: str = MP.app_id, window: int = 10) -> OfficialAccountCallback:
    return OfficialAccountCallback(
        token=TOKEN,
        encoding_aes_key=key,
        app_id=app_id,
        account_id=MP.account_id,
        window_minutes=window,
        random_bytes=fixed_bytes,
    )


def wecom_app(corp_id: str = WECOM.corp_id) -> WecomAppCallback:
    return WecomAppCallback(
        token=TOKEN, encoding_aes_key=AES_KEY, corp_id=corp_id, window_minutes=10, random_bytes=fixed_bytes
    )


def wecom_aibot() -> WecomAibotCallback:
    return WecomAibotCallback(
        token=TOKEN, encoding_aes_key=AES_KEY, bot_name="小联", window_minutes=10, random_bytes=fixed_bytes
    )
