"""不予受理 needs one of these reasons: each is a matter that another way is open to, or none at all."""

import re
from collections.abc import Mapping
from enum import StrEnum


class RejectReason(StrEnum):
    """The value is what a clerk may type; PATTERNS know other words for it."""

    COURT = "涉法涉诉"
    REVIEW = "行政复议"
    DISCIPLINE = "纪检监察"
    PETITION = "信访在办"
    DECIDED = "已有决定"
    CIVIL = "民事纠纷"
    ELSEWHERE = "不属本县"
    OTHER_BODY = "归其他单位"
    UNLAWFUL = "法律不允许"
    REPEATED = "重复反映"
    VAGUE = "内容不具体"
    ADVERTISING = "广告推销"
    SECRET = "涉密"


# The first that fits decides, so that what has a law of its own comes before what only lies elsewhere.
PATTERNS: Mapping[RejectReason, re.Pattern[str]] = {
    RejectReason.SECRET: re.compile(r"涉密|机密|国家秘密|绝密"),
    RejectReason.DISCIPLINE: re.compile(r"纪检|纪委|监委|监察|违纪|检举|控告"),
    RejectReason.COURT: re.compile(r"涉法|涉诉|法院|检察|诉讼|判决|裁定|起诉|仲裁|立案|执行案|庭审"),
    RejectReason.REVIEW: re.compile(r"复议"),
    RejectReason.PETITION: re.compile(r"信访"),
    RejectReason.DECIDED: re.compile(r"已有?(?:作出|生效)?(?:决定|结论|终结)|已依法"),
    RejectReason.CIVIL: re.compile(r"民事|合同|债务|邻里|家庭|遗产|离婚|市场行为|经济纠纷"),
    RejectReason.REPEATED: re.compile(r"重复|已经?答复|没有?新(?:情况|事实)"),
    RejectReason.VAGUE: re.compile(r"不具体|不明确|没有?具体|空泛|说不清|看不懂"),
    RejectReason.ADVERTISING: re.compile(r"广告|推销|推介|招投标|中标"),
    RejectReason.UNLAWFUL: re.compile(r"违法|法律不|法规不|不合法|违背公序|政策不允许"),
    RejectReason.ELSEWHERE: re.compile(
        r"外地|外县|外省|外市|(?:不归|不属|不在|不是)于?(?:我们|本|这里|[\u4e00-\u9fff]{0,4}(?:县|市|区|镇|省|辖|管))"
    ),
    RejectReason.OTHER_BODY: re.compile(r"归[\u4e00-\u9fff]{2,12}|由[\u4e00-\u9fff]{2,12}(?:办|管|负责)|职责范围"),
}


def read_reject_reason(said: str) -> RejectReason | None:
    """None where no listed reason is named."""
    exact = next((reason for reason in RejectReason if reason.value in said), None)
    return exact or next((reason for reason, pattern in PATTERNS.items() if pattern.search(said)), None)


def remark_beyond(said: str, reason: RejectReason) -> str:
    """What the clerk wrote besides the bare reason, for the reporter to read."""
    return said.replace(reason.value, "").strip(" \t，,。.；;：:（）()")
