"""A channel that keeps what was sent: for dry runs and for trying the service without any platform."""

from collections.abc import Callable

from bot.channels.base import Allowance, DeliveryFailed, Outbound, Receipt


class MemoryChannel:
    """`refuse` may name a failure for a message; it is raised and the message is not kept."""

    def __init__(
        self, name: str = "memory", *, refuse: Callable[[Outbound], DeliveryFailed | None] | None = None
    ) -> None:
        self._name = name
        self.refuse = refuse
        self.sent: list[Outbound] = []
        self.is_closed = False

    @property
    def name(self) -> str:
        return self._name

    def allowances(self, message: Outbound) -> tuple[Allowance, ...]:
        return ()

    async def send(self, message: Outbound) -> Receipt:
        failure = self.refuse(message) if self.refuse else None
        if failure is not None:
            raise failure
        self.sent.append(message)
        return Receipt(str(len(self.sent)))

    async def close(self) -> None:
        self.is_closed = True

    def texts_to(self, account: str) -> list[str]:
        return [message.text for message in self.sent if message.account == account]
