"""Calls to a platform's API with its token: one retry with a new token, and errors as delivery understands them."""

from collections.abc import Mapping

from bot.channels.base import DeliveryFailed, RefusedForNow
from bot.channels.platform_errors import BAD_TOKEN, failure_of
from bot.channels.platform_tokens import TokenSource
from bot.channels.transport import Answer, Transport


class PlatformClient:
    def __init__(self, transport: Transport, tokens: TokenSource) -> None:
        self._transport = transport
        self._tokens = tokens

    async def call(self, path: str, payload: Mapping[str, object]) -> Answer:
        """The platform's answer; raises one of the DeliveryFailed family. At most two requests and one renewal."""
        token = await self._tokens.get()
        answer = await self._post(path, payload, token)
        if not isinstance(answer, DeliveryFailed) and answer.get("errcode") in BAD_TOKEN:
            answer = await self._post(path, payload, await self._tokens.renew(token))
        return checked(answer)

    async def _post(self, path: str, payload: Mapping[str, object], token: str) -> Answer | DeliveryFailed:
        return await self._transport.exchange("POST", path, {"access_token": token}, payload)


def checked(answer: Answer | DeliveryFailed) -> Answer:
    """The answer if the platform took what was sent."""
    if isinstance(answer, DeliveryFailed):
        raise answer
    code = answer.get("errcode")
    if not isinstance(code, int):  # something between us and the platform answered in its place
        raise RefusedForNow("not_json")
    if code != 0:
        raise failure_of(code)
    return answer
