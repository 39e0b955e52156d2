"""Wrong usage of the command line in one Chinese line, and exit 2."""

import argparse
import re
import sys
from typing import NoReturn

from typing_extensions import override

from bot.commands.problems import USAGE

# What argparse says in English, and how it is said here.
_SAID = (
    (r"the following arguments are required: (.*)", r"还要写 \1"),
    (r"argument (\S+): invalid choice: (.*) \(choose from (.*)\)", r"\1 没有 \2，可以是 \3"),
    (r"argument (\S+): invalid int value: (.*)", r"\1 应是整数，不能是 \2"),
    (r"argument (\S+): expected .*", r"\1 后面还要写内容"),
)


class Parser(argparse.ArgumentParser):
    """A mistake is one line."""

    @override
    def error(self, message: str) -> NoReturn:
        print(f"用法不对：{in_chinese(message)}。看用法：liaison --help", file=sys.stderr)
        raise SystemExit(USAGE)


def in_chinese(message: str) -> str:
    for english, ours in _SAID:
        found = re.fullmatch(english, message)
        if found:
            return found.expand(ours)
    return message
