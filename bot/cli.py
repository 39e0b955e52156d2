"""The command line: liaison [--config FILE] COMMAND. Exit 0 done; 2 wrong usage or configuration, in one line; 1 failed."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.commands.problems import USAGE, CommandStopped, key_trouble
from bot.config import Config, ConfigError
from bot.usage import Parser
from bot.version import VERSION
from storage.keys import KeyringError

MOST_DAYS = 30  # of a temporary code of the official account
INTERRUPTED = 130  # as shells count a SIGINT
HOME = Path(__file__).parent.parent
REPORTS = ("weekly", "monthly", "quarterly", "half-year", "annual", "bulletin", "town", "deputy", "study")
Run = Callable[[Config, argparse.Namespace], None]


def _serve(config: Config, chosen: argparse.Namespace) -> None:
    from bot.commands.serving import serve

    serve(config, with_demo=chosen.demo)


def _worker(config: Config, _: argparse.Namespace) -> None:
    from bot.commands.working import work

    work(config)


def _migrate(config: Config, _: argparse.Namespace) -> None:
    from bot.commands.database import migrate

    print(migrate(config))


def _seed(config: Config, _: argparse.Namespace) -> None:
    from bot.commands.database import opened
    from bot.commands.serving import seed_demo

    with opened(config):
        done = seed_demo(config)
    print("示范县已准备好" if done else "名单里已有内容，没有改动")


def _check(config: Config, _: argparse.Namespace) -> None:
    from bot.commands.checking import in_force, warnings

    for line in in_force(config):
        print(line)
    for line in warnings(config):
        print(line, file=sys.stderr)


def _directory(config: Config, chosen: argparse.Namespace) -> None:
    from bot.commands.keeping import import_file, write_form

    print(import_file(config, chosen.file) if chosen.action == "import" else write_form(chosen.file))


def _invite(config: Config, chosen: argparse.Namespace) -> None:
    from bot.commands.inviting import invite

    _say_both(*invite(config, chosen.out))


def _qrcode(config: Config, chosen: argparse.Namespace) -> None:
    from bot.commands.coding import write_codes

    if not chosen.station and not chosen.deputy:
        raise CommandStopped("请写联络站编号或代表姓名，例如：liaison qrcode --station ST01 --deputy 李梅 --out 二维码")
    if chosen.days is not None and not 1 <= chosen.days <= MOST_DAYS:
        raise CommandStopped(f"--days 应是 1 到 {MOST_DAYS} 的整数")
    _say_both(*write_codes(config, chosen.out, stations=chosen.station, deputies=chosen.deputy, days=chosen.days))


def _say_both(done: str, trouble: str) -> None:
    if trouble:
        print(trouble, file=sys.stderr)
    print(done)


def _reception(config: Config, chosen: argparse.Namespace) -> None:
    from bot.commands.inviting import write_reception

    print(write_reception(config, chosen.out, chosen.station))


def _duty(config: Config, chosen: argparse.Namespace) -> None:
    from bot.commands.inviting import import_duty, write_duty_form

    print(import_duty(config, chosen.file) if chosen.action == "import" else write_duty_form(config, chosen.file))


def _calendar(config: Config, chosen: argparse.Namespace) -> None:
    from bot.commands.calendar import import_notices, show

    what = chosen.what or ""
    if chosen.action == "import" and not what:
        raise CommandStopped("请写文件，例如：liaison calendar import 2027.ics")
    if chosen.action == "show" and not re.fullmatch(r"(20[0-9]{2})?", what):
        raise CommandStopped("请写年份，例如：liaison calendar show 2027")
    lines = import_notices(config, Path(what), chosen.source) if chosen.action == "import" else show(config, what)
    print("\n".join(lines))


def _history(config: Config, _: argparse.Namespace) -> None:
    from bot.commands.keeping import verify_history

    print(verify_history(config))


def _outbox(config: Config, chosen: argparse.Namespace) -> None:
    from bot.commands import keeping

    wanted = keeping.Wanted(chosen.ids, chosen.channel, "restored" if chosen.restored else chosen.status)
    if chosen.action == "list":
        print("\n".join(keeping.list_outbox(config, wanted)))
        return
    if wanted == keeping.Wanted([]):
        raise CommandStopped(f"请写消息的号，例如：liaison outbox {chosen.action} 12")
    print((keeping.retry if chosen.action == "retry" else keeping.drop)(config, wanted))


def _letter(config: Config, chosen: argparse.Namespace) -> None:
    from bot.commands.lettering import write_letter

    print(write_letter(config, chosen.number, chosen.department, chosen.out))


def _robot(config: Config, chosen: argparse.Namespace) -> None:
    from bot.commands import keeping

    print(keeping.resume_robot(config) if chosen.action == "resume" else keeping.robot_status(config))


def _backup(config: Config, chosen: argparse.Namespace) -> None:
    from bot.commands.backing_up import back_up

    print(back_up(config, chosen.file))


def _restore(config: Config, chosen: argparse.Namespace) -> None:
    from bot.commands.restoring import restore

    print(restore(config, chosen.file))


def _study(config: Config, chosen: argparse.Namespace) -> None:
    from bot.commands.studying import import_study

    print(import_study(config, chosen.path))


def _report(config: Config, chosen: argparse.Namespace) -> None:
    from bot.commands.reporting import report

    print(report(config, chosen.kind, chosen.period, chosen.out))


def _proofread(config: Config, chosen: argparse.Namespace) -> None:
    from bot.commands.proofreading import proofread

    print(proofread(config, chosen.file, as_json=chosen.json, links=chosen.links))


def _menu(config: Config, _: argparse.Namespace) -> None:
    from bot.clock import SystemClock
    from bot.commands.menu import put_menu

    print(put_menu(config, SystemClock()))


def _version(_config: Config, _: argparse.Namespace) -> None:
    print(VERSION)


def _codes_wanted(qrcode: argparse.ArgumentParser) -> None:
    qrcode.add_argument("--station", nargs="+", action="extend", default=[], metavar="ST01")
    qrcode.add_argument("--deputy", nargs="+", action="extend", default=[], metavar="姓名")
    qrcode.add_argument("--days", type=int, help=f"公众号临时码的天数，1 到 {MOST_DAYS}；不写就是永久码")
    qrcode.add_argument("--out", type=Path, required=True, metavar="FOLDER")


# Commands that take nothing.
_PLAIN: tuple[tuple[str, Run, str], ...] = (
    ("worker", _worker, "只发消息；可以有多个，需要 PostgreSQL"),
    ("migrate", _migrate, "把数据库更新到这个版本"),
    ("seed-demo", _seed, "放入示范县，只做一次"),
    ("check-config", _check, "看生效的配置，密钥不显示"),
    ("menu", _menu, "把 config.toml 里写的公众号和企业微信应用菜单放上去"),
    ("verify-history", _history, "核对办理记录有没有被改过"),
    ("version", _version, "版本号"),
)


def _parser() -> Parser:
    common = Parser(add_help=False)
    common.add_argument("--config", type=Path, default=argparse.SUPPRESS, help="配置文件，默认 config.toml")
    parser = Parser(prog="liaison", description="人大代表联络机器人", parents=[common])
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, run: Run, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, parents=[common])
        made.set_defaults(run=run)
        return made

    serving = command("serve", _serve, "收消息、开页面、按时办事、发消息")
    serving.add_argument("--demo", action="store_true", help="第一次启动时放入示范县")
    directory = command("directory", _directory, "导入名单，或写出空白表格")
    directory.add_argument("action", choices=("import", "template"))
    directory.add_argument("file", type=Path)
    inviting = command("invite", _invite, "给名单里每个人写一个绑定码和二维码")
    inviting.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")
    qrcode = command("qrcode", _qrcode, "写出联络站和代表的二维码，图片和 A4 打印页")
    _codes_wanted(qrcode)
    reception = command("reception-sheet", _reception, "写出空白接待登记表，打印用")
    reception.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")
    reception.add_argument("--station", metavar="ST01")
    duty = command("duty", _duty, "导入值班表，或写出空白表格")
    duty.add_argument("action", choices=("import", "template"))
    duty.add_argument("file", type=Path)
    calendar = command("calendar", _calendar, "导入一年的放假通知（.ics 或 .csv），或看一年的安排")
    calendar.add_argument("action", choices=("import", "show"))
    calendar.add_argument("what", nargs="?", metavar="FILE|2027")
    calendar.add_argument("--source", default="", metavar="文号", help="通知的文号，默认写文件名")
    outbox = command("outbox", _outbox, "看、重发、放弃没发出去的消息")
    outbox.add_argument("action", choices=("list", "retry", "drop"))
    outbox.add_argument("ids", type=int, nargs="*")
    outbox.add_argument("--channel", default="", help="只要这个渠道的，例如 wecom_app")
    outbox.add_argument(
        "--status", default="", choices=("", "unknown", "failed", "expired", "held", "restored"), help="只要这个状态的"
    )
    outbox.add_argument("--restored", action="store_true", help="恢复备份后扣住的全部消息")
    study = command("study", _study, "导入学习卡（.xlsx、.docx、.md 或放 .md 的文件夹）")
    study.add_argument("action", choices=("import",))
    study.add_argument("path", type=Path)
    lettering = command("letter", _letter, "写出一件代表建议的答复函")
    lettering.add_argument("number", metavar="2026-0012")
    lettering.add_argument("--department", default="", metavar="单位", help="分办的建议，要哪个单位的")
    lettering.add_argument("--out", type=Path, required=True, metavar="FILE.docx")
    reporting = command("report", _report, "写报告：《年度学习资料汇编》等")
    reporting.add_argument("kind", choices=REPORTS)
    reporting.add_argument("--period", required=True, metavar="2026")
    reporting.add_argument("--out", type=Path, required=True, metavar="FILE.docx")
    _proofing_wanted(command("proofread", _proofread, "校对 .txt、.md、.docx，只指出，不改动"))
    robot = command("robot", _robot, "看智能机器人的长连接有没有停用，或恢复它")
    robot.add_argument("action", choices=("status", "resume"))
    command("backup", _backup, "把数据库、照片和语音备份成一个文件，服务不用停").add_argument("file", type=Path)
    command("restore", _restore, "从备份恢复，要先停服务").add_argument("file", type=Path)
    for name, run, text in _PLAIN:
        command(name, run, text)
    return parser


def _proofing_wanted(proofing: argparse.ArgumentParser) -> None:
    proofing.add_argument("file", type=Path)
    proofing.add_argument("--json", action="store_true", help="只输出 JSON")
    proofing.add_argument("--links", action="store_true", help="顺便看链接还在不在（要联网）")


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    chosen, rest = parser.parse_known_args(arguments)
    if rest:
        parser.error(f"多了 {' '.join(rest)}")
    return chosen


def _config_file(chosen: argparse.Namespace) -> Path:
    """The one that was named, else the one in this folder, else the one beside the program."""
    named: Path | None = getattr(chosen, "config", None)
    if named is not None:
        return named
    here = Path("config.toml")
    return here if here.exists() or not (HOME / here).exists() else HOME / here


def _do(chosen: argparse.Namespace) -> None:
    config = Config() if chosen.run is _version else Config.load(_config_file(chosen), os.environ)
    try:
        chosen.run(config, chosen)
    except KeyringError as error:
        raise key_trouble(error, config.key_file) from None


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parsed(arguments)
    try:
        _do(chosen)
    except (ConfigError, CommandStopped) as stopped:
        print(stopped, file=sys.stderr)
        return getattr(stopped, "code", USAGE)
    except BrokenPipeError:  # whoever reads it has seen enough: liaison check-config | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would complain once more at its end
        return 0
    except KeyboardInterrupt:  # while it was still starting, or in a command that does not wait
        return INTERRUPTED
    return 0
