"""The 智能机器人's long connection put together, where the configuration wants one."""

from uuid import uuid4

from bot.callbacks import Reception
from bot.channels.aibot_answers import NAME
from bot.channels.aibot_socket import WecomAibotSocket
from bot.config import Config
from bot.machine import Machine
from bot.metrics import Metrics
from bot.robot import Robot, RobotAccount
from bot.robot_hearing import RobotHearing


def robot_of(config: Config, machine: Machine, reception: Reception, metrics: Metrics) -> Robot | None:
    """None unless the robot is on, by websocket. Every `serve` has one; the lease decides which of them connects."""
    parts = machine.robot_parts
    channel = parts.ways.get(NAME)
    if not isinstance(channel, WecomAibotSocket):
        return None
    section = config.channels.wecom_aibot
    hearing = RobotHearing(
        channel=channel,
        reception=reception,
        memory=machine.memory,
        allowances=parts.allowances,
        metrics=metrics,
        clock=machine.clock,
        bot_name=config.congress.bot_name,
    )
    return Robot(
        account=RobotAccount(section.ws_url, section.bot_id, section.secret.get_secret_value()),
        channel=channel,
        session=machine.session,
        memory=machine.memory,
        clock=machine.clock,
        desk=parts.desk,
        owner=uuid4().hex,
        hear=hearing.hear,
        on_letters=machine.delivery.wake,
        is_alone=machine.is_alone,
    )
