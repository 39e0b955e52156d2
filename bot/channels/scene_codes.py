"""Codes of the official account (公众号) with a scene: whoever scans one and follows tells us where it hung."""

from datetime import timedelta

from bot.channels.platform_client import PlatformClient

_PATH = "/cgi-bin/qrcode/create"
LONGEST = timedelta(days=30)


class SceneCodes:
    def __init__(self, client: PlatformClient) -> None:
        self._client = client

    async def permanent(self, scene: str) -> str:
        """The address a picture must carry. An account has a hundred thousand of these for good; asked again it is the same."""
        return await self._create({"action_name": "QR_LIMIT_STR_SCENE"}, scene)

    async def temporary(self, scene: str, life: timedelta) -> str:
        """For thirty days at most."""
        seconds = int(min(life, LONGEST).total_seconds())
        return await self._create({"expire_seconds": seconds, "action_name": "QR_STR_SCENE"}, scene)

    async def _create(self, kind: dict[str, object], scene: str) -> str:
        asked = {**kind, "action_info": {"scene": {"scene_str": scene}}}
        return await self._client.fetch(_PATH, asked, "url")
