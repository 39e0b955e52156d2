"""A notice for 2027 made up for tests, as the files that offices find: nobody knows the true one yet."""

OFF = (
    ("元旦", "20270101", "20270104"),
    ("春节", "20270204", "20270212"),
    ("清明节", "20270403", "20270406"),
    ("劳动节", "20270501", "20270506"),
    ("端午节", "20270609", "20270610"),
    ("中秋节", "20270915", "20270916"),
    ("国庆节", "20271001", "20271008"),
)
WORK = (("春节", "20270130"), ("春节", "20270220"), ("劳动节", "20270425"), ("国庆节", "20271009"))


def _event(start: str, end: str, summary: str) -> str:
    return (
        f"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{start}\r\nDTEND;VALUE=DATE:{end}\r\nSUMMARY:{summary}\r\nEND:VEVENT\r\n"
    )


def as_ics() -> str:
    """The end of an event is the day after its last; festivals that are no days off stand among them."""
    off = "".join(_event(start, end, f"{name}（休）") for name, start, end in OFF)
    work = "".join(_event(day, str(int(day) + 1), f"{name}（班）") for name, day in WORK)
    feast = _event("20270214", "20270215", "情人节")
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//\r\n{off}{work}{feast}END:VCALENDAR\r\n"


def as_csv() -> str:
    lines = ["开始日期,结束日期,安排,节日"]
    for name, start, after in OFF:
        lines.append(
            f"{start[:4]}-{start[4:6]}-{start[6:]},{after[:4]}-{after[4:6]}-{int(after[6:]) - 1:02d},休,{name}"
        )
    lines += [f"{day[:4]}/{day[4:6]}/{day[6:]},,调休上班,{name}" for name, day in WORK]
    return "\n".join(lines) + "\n"
