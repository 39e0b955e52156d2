"""Calls to a platform's API with its token: one retry with a new token, and errors as delivery understands them."""

from collections.abc import Mapping

from bot.channels.base import Attachment, DeliveryFailed, OverLimit, RefusedForNow
from bot.channels.downloads import Downloads, PlatformMedia
from bot.channels.platform_errors import BAD_TOKEN, failure_of
from bot.channels.platform_tokens import TokenSource
from bot.channels.transport import Answer, Transport


class PlatformClient:
    def __init__(self, transport: Transport, tokens: TokenSource) -> None:
        self._transport = transport
        self._tokens = tokens

    async def call(
        self, path: str, payload: Mapping[str, object], *, full: Mapping[int, float] | None = None, **query: str
    ) -> Answer:
        """The platform's answer; raises one of the DeliveryFailed family. At most two requests and one renewal.

        `full` are the numbers that mean OverLimit for this call, and the seconds to wait.
        """
        return checked(await self._ask(path, payload, query), full)

    async def fetch(self, path: str, payload: Mapping[str, object], wanted: str) -> str:
        """A call whose answer is data: only a refusal has a number in it."""
        answer = await self._ask(path, payload, {})
        if not isinstance(answer, DeliveryFailed) and isinstance(found := answer.get(wanted), str) and found:
            return found
        checked(answer)
        raise RefusedForNow("no_answer")

    async def _ask(self, path: str, payload: Mapping[str, object], query: Mapping[str, str]) -> Answer | DeliveryFailed:
        token = await self._tokens.get()
        answer = await self._post(path, payload, token, query)
        if not isinstance(answer, DeliveryFailed) and answer.get("errcode") in BAD_TOKEN:
            answer = await self._post(path, payload, await self._tokens.renew(token), query)
        return answer

    async def upload(self, path: str, kind: str, file: Attachment) -> str:
        """The platform's name for a file from now on (media_id)."""
        token = await self._tokens.get()
        answer = await self._transport.upload(path, {"access_token": token, "type": kind}, file)
        if not isinstance(answer, DeliveryFailed) and answer.get("errcode") in BAD_TOKEN:
            token = await self._tokens.renew(token)
            answer = await self._transport.upload(path, {"access_token": token, "type": kind}, file)
        if isinstance(
            answer, DeliveryFailed
        ):  # whatever befell the file, nobody was told of it: it can be put there again
            raise RefusedForNow(answer.code, retry_after=answer.retry_after)
        return str(checked({"errcode": 0} | answer).get("media_id", ""))

    def media(self) -> PlatformMedia:
        """The files people sent to this account, with the same token."""
        return PlatformMedia(Downloads(self._transport.session), self._transport.api_base, self._tokens)

    async def _post(
        self, path: str, payload: Mapping[str, object], token: str, query: Mapping[str, str]
    ) -> Answer | DeliveryFailed:
        return await self._transport.exchange("POST", path, {"access_token": token, **query}, payload)


def checked(answer: Answer | DeliveryFailed, full: Mapping[int, float] | None = None) -> Answer:
    """The answer if the platform took what was sent."""
    if isinstance(answer, DeliveryFailed):
        raise answer
    code = answer.get("errcode")
    if not isinstance(code, int):  # something between us and the platform answered in its place
        raise RefusedForNow("not_json")
    if full and code in full:
        raise OverLimit(str(code), retry_after=full[code])
    if code != 0:
        raise failure_of(code)
    return answer
