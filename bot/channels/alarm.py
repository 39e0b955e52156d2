"""The office's own alarm: a command or an address that rings somebody's telephone, for a person in danger only.

The command gets the telephone as its last argument and the words on its standard input; the address gets
{"telephone", "text"} as JSON. The first line of a message is the telephone. An exit code of 0, or an answer below 300, means that it was taken.
"""

import asyncio
from collections.abc import Sequence

from aiohttp import ClientError, ClientSession, ClientTimeout
from typing_extensions import override

from bot.channels.base import Channel, Outbound, OutcomeUnknown, Receipt, RefusedForNow

NAME = "alarm"
SECONDS = 20.0


class Alarm(Channel):
    """`command` and `url` may both be set: the command is tried first, the address when it fails."""

    def __init__(self, session: ClientSession, *, command: Sequence[str] = (), url: str = "") -> None:
        self._session = session
        self._command = tuple(command)
        self._url = url

    @property
    @override
    def name(self) -> str:
        return NAME

    @override
    async def send(self, message: Outbound) -> Receipt:
        telephone, _, text = message.text.partition("\n")
        if self._command and await self._run(telephone, text):
            return Receipt()
        if self._url and await self._post(telephone, text):
            return Receipt()
        raise RefusedForNow("alarm_failed", retry_after=5)

    async def _run(self, telephone: str, text: str) -> bool:
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                telephone,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
        except OSError:
            return False
        try:
            async with asyncio.timeout(SECONDS):
                await process.communicate(text.encode())
        except TimeoutError:
            process.kill()
            await process.wait()
            raise OutcomeUnknown("alarm_slow") from None
        return process.returncode == 0

    async def _post(self, telephone: str, text: str) -> bool:
        body = {"telephone": telephone, "text": text}
        try:
            async with self._session.post(self._url, json=body, timeout=ClientTimeout(total=SECONDS)) as answer:
                return answer.status < 300
        except (ClientError, TimeoutError):
            return False

    @override
    async def close(self) -> None:
        return
