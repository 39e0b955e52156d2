"""What whoever looks after the service is told of it."""

from datetime import datetime

from handlers.rules.episodes import SILENCE, WAITING

_CHANNELS = {
    "official_account": "公众号",
    "wecom_app": "企业微信应用",
    "wecom_aibot": "智能机器人",
    "wecom_group": "群机器人",
    "webchat": "网页聊天",
    "alarm": "电话告警",
}


def _moment(at: datetime) -> str:
    return f"{at.month}月{at.day}日{at:%H:%M}"


def _channel(name: str) -> str:
    return _CHANNELS.get(name, name)


def refused(channel: str, count: int, since: datetime) -> str:
    return (
        f"【运维】{_channel(channel)}从{_moment(since)}起一直发不出去，{count}条在等，会自动重试，满72小时作废。"
        "请查网络、密钥和IP白名单，原因见日志的 error。"
    )


def waiting(count: int, oldest: datetime) -> str:
    return f"【运维】有消息到点没有发出去，最早的是{_moment(oldest)}的，共{count}条。请看 /readyz 和日志。"


def silent(newest: datetime) -> str:
    return f"【运维】上班时间里一直没有收到消息，最后一条是{_moment(newest)}的。请查回调地址、域名和证书。"


def over(what: str, since: datetime) -> str:
    """`what` is a channel, or an episode of another kind."""
    if what == WAITING:
        return f"【运维】{_moment(since)}起积压的消息已经发出去了。"
    if what == SILENCE:
        return f"【运维】又收到消息了（上一条是{_moment(since)}的）。"
    # Also true where what waited was given up, or the channel was switched off.
    return (
        f"【运维】{_channel(what)}（{_moment(since)}起发不出去）现在没有消息再被拒收；作废的用 liaison outbox list 看。"
    )
