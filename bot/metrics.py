"""Figures about the machine for whoever watches it; nothing about people and their matters."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """One registry a process: nothing global, so that tests and second applications do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._rejected = Counter(
            "liaison_callbacks_rejected",
            "Callbacks that were refused and left nothing behind.",
            ("channel", "reason"),
            registry=self.registry,
        )
        self._up = Gauge(
            "liaison_channel_up", "1 while sending on a channel works.", ("channel",), registry=self.registry
        )
        self._outbox_pending = Gauge(
            "liaison_outbox_pending", "Messages that are due and have not gone out.", registry=self.registry
        )
        self._outbox_oldest = Gauge(
            "liaison_outbox_oldest_seconds", "For how long the oldest of them has been due.", registry=self.registry
        )
        self._inbox_pending = Gauge(
            "liaison_inbox_pending", "Messages that are stored and not handled yet.", registry=self.registry
        )
        self._feedback = Gauge(
            "liaison_robot_feedback",
            "What people pressed under answers of the robot (智能机器人), ever.",
            ("verdict",),
            registry=self.registry,
        )

    def feedback(self, counts: Mapping[str, int]) -> None:
        for verdict, count in counts.items():
            self._feedback.labels(verdict).set(count)

    def rejected(self, channel: str, reason: str) -> None:
        self._rejected.labels(channel, reason).inc()

    def render(
        self, *, channels: Mapping[str, bool], outbox_pending: int, outbox_oldest: float, inbox_pending: int
    ) -> bytes:
        for name, is_up in channels.items():
            self._up.labels(name).set(int(is_up))
        self._outbox_pending.set(outbox_pending)
        self._outbox_oldest.set(outbox_oldest)
        self._inbox_pending.set(inbox_pending)
        return generate_latest(self.registry)
