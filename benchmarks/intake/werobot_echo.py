"""WeRoBot as its documentation starts it, without the session file, which would only slow it down; nothing stored."""

import logging
import sys
from typing import Any

from werobot import WeRoBot

from benchmarks.intake.account import AES_KEY, APP_ID, HOST, TOKEN

robot = WeRoBot(token=TOKEN, enable_session=False)
robot.config["APP_ID"] = APP_ID
robot.config["ENCODING_AES_KEY"] = AES_KEY


def answer(message: Any) -> str:
    return str(message.content)


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    robot.add_handler(answer, type="text")
    robot.run(server="auto", host=HOST, port=int(sys.argv[1]), enable_pretty_logging=False)
