"""What proofing (校对) found: where, what stands there, what should, and of which kind it is. Nothing is changed by it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Why a place is pointed out; the value is what an office reads beside it."""

    POLITICAL = "political"
    TITLE = "title"
    ORDER = "order"
    LOOKALIKE = "lookalike"
    HOMOPHONE = "homophone"
    TERM = "term"
    NAME = "name"
    WIDTH = "width"
    DOUBLED = "doubled"
    UNBALANCED = "unbalanced"
    DATE = "date"
    LINK = "link"


TERMS: dict[Kind, str] = {
    Kind.POLITICAL: "政治用语",
    Kind.TITLE: "法律、机关名称",
    Kind.ORDER: "固定次序",
    Kind.LOOKALIKE: "形近字",
    Kind.HOMOPHONE: "同音字",
    Kind.TERM: "固定用语",
    Kind.NAME: "姓名职务",
    Kind.WIDTH: "全角半角",
    Kind.DOUBLED: "重复",
    Kind.UNBALANCED: "标点不成对",
    Kind.DATE: "日期",
    Kind.LINK: "链接",
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """`line` and `column` count from 1; `wrong` is literally what stands there; `right` may be empty where only a person knows."""

    line: int
    column: int
    wrong: str
    right: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Spot:
    """A finding within one line: from `start` (counted from 0) stands `wrong`."""

    start: int
    wrong: str
    right: str
    kind: Kind

    @property
    def end(self) -> int:
        return self.start + len(self.wrong)
