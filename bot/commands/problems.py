"""A command that cannot go on: one clear line, and the exit code that says whose fault it is."""

from storage.keys import KeyFault, KeyringError

USAGE = 2  # wrong usage or configuration
FAILED = 1


class CommandStopped(Exception):
    """Carries the line for people and the exit code."""

    def __init__(self, line: str, code: int = USAGE) -> None:
        super().__init__(line)
        self.code = code


KEY_FAULTS = {
    KeyFault.UNREADABLE: "读不了，也建不了",
    KeyFault.WRONG_MODE: "别人也能读，请改成只有自己能读（chmod 600）",
    KeyFault.MALFORMED: "不是密钥文件",
    KeyFault.UNKNOWN_KEY: "和数据库不相配",
    KeyFault.DAMAGED: "和数据库不相配，或数据已损坏",
}


def key_trouble(error: KeyringError, file: object) -> CommandStopped:
    return CommandStopped(f"密钥文件 {file}（security.key_file）：{KEY_FAULTS[error.fault]}")
