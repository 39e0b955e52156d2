"""Why something was not done, in one sentence, and what can be done instead."""

from collections.abc import Sequence

from handlers.rules import errors
from handlers.rules.case_flow import STATUS_TERMS, Status, Step
from handlers.rules.rejections import RejectReason
from handlers.words.buttons import LONGEST_LABEL
from handlers.words.opinions import short
from handlers.words.people import no_such_person, which_person

APOLOGY = "对不起，刚才这条没办成，已经记下，工作人员会处理。"

# What is missing, and what to type instead. The key is Missing.what.
MISSING = {
    "case": "没有能{term}的件；发“待办”或“我的件”看看。",
    "nothing_open": "您现在没有正在办的件；有事直接说，打字、语音、照片都行。",
    "department": "没找到单位“{detail}”，请写单位名，例如：交办 12 城管局。",
    "which_department": "“{detail}”对得上几个单位，请写全名。",
    "no_department": "请写交办给哪个单位，例如：交办 12 {detail}。",
    "not_this_body": "{detail}不作承办单位，请改交办给镇、街道或主管部门。",
    "refer_instead": "{detail}依法独立办事，不受交办；请发“转出 12 {detail}”转送，并告诉反映人直接提出的办法。",
    "final_assignment": "{case}是指定承办，不能再申退；请继续办理，确有困难找代表工委。",
    "share_suggestions_only": "分办只用于代表建议，{case}请写主办和协办，或先拆分，例如：交办 12 城管局 协办 住建局。",
    "several_leads": "分办要写两个以上单位，例如：分办 12 城管局：换灯；住建局：修路。",
    "part_department": "这件是分办，请写改由哪个单位办这一部分，例如：同意退办 12 住建局。",
    "letter_suggestions_only": "答复函只用于代表建议，{case}没有；答复内容发“查 12”看。",
    "letter_case": "请写哪一件，例如：答复函 12。",
    "no_letter": "{case}还没有答复函；发“查 12”看办到哪一步。",
    "which_part": "这件是分办，请写退给哪个单位，例如：退改 12 {detail} 没写哪天修好。",
    "summary": "这件是语音，请先听录音，发“整理 12 内容”，再交办。",
    "take_over": "这件要先有人看，请先发“接手 12”。",
    "same_department": "{detail}已是主办单位，请写别的单位。",
    "reason": "请写明理由，例如：{example}。",
    "reject_reason": "请写理由，限于：" + "、".join(RejectReason) + "，例如：{example}。",
    "no_draft": "{case}没有等签发的答复；经办人先发“答复”。",
    "text": "请写内容，例如：{example}。",
    "answer_class": "请写答复类别A、B、C或D，例如：答复 12 A 已修好。",
    "promise_date": "B类答复请写承诺日期，例如：答复 12 B 2027-06-30 完成改造。",
    "not_kept_yet": "{case}的承办单位还没报落实情况，先催办或等“落实”。",
    "nothing_promised": "{case}贵单位的答复没有承诺，不用报落实。",
    "part_answered": "{case}贵单位的部分已经答复了；发“查 12”看还等谁。",
    "past_date": "承诺日期要在今天以后。",
    "merge_target": "请写并入哪一件，例如：合并 15 12。",
    "merge_itself": "不能并入它自己，请写另一件的编号。",
    "merge_answered": "{case}并入的那件已经答复，不能再撤销合并；有新情况请让反映人另说。",
    "not_supporter": "{case}不是您反映的；有同样的事请直接说，会另记一件。",
    "own_matter": "{case}本来就是您反映的，不用附议；有新情况请发“补充 12 内容”。",
    "cosign_instead": "{case}是代表建议，不用附议；想联名请找领衔代表，由其发“联名 12 您的姓名”。",
    "already_suggestion": "{case}已经是代表建议；要改请发“改建议 12 内容”。",
    "secret_draft": "涉密内容不能在这里写，{case}没有改动；请按保密规定报送。",
    "draft_lacks": "{case}还缺{detail}，请先发“改建议 12 {detail}：内容”，再提交。",
    "draft_doubt": "{detail}；请改写，或核对后发“提交建议 12 已核对”。",
    "draft_several": "建议要一事一议，{case}像是{detail}件事；可发“拆分 12”，确是一件事请发“提交建议 12 一件事”。",
    "cosigner": "请写请谁联名，例如：联名 12 周德厚。",
    "other_congress": "{detail}不是同一级人大的代表，不能联名；请写同一级人大代表的姓名。",
    "asked_before": "{detail}已经在名单里，不用再请；发“查 12”看谁已同意。",
    "revise_instead": "{case}是您的建议草稿，请发“改建议 12 建议：内容”。",
    "no_meeting": "电话、微信、视频不算面商，{case}请发“联系代表 12 电话 内容”；当面谈过再发“面商”。",
    "meeting_words": "请写地点和谈了什么，例如：{example}。",
    "suggestions_only": "预交办只用于代表建议，{case}请直接交办。",
    "suggestion_direct": "{case}是代表建议，要由承办单位答复；请发“交办 12 单位”。",
    "no_withdrawal": "{case}没有人请您同意撤回；发“查 12”看办到哪一步。",
    "no_talk": "{case}没有等您确认的面商；发“查 12”看办到哪一步。",
    "other_kind": "选民意见和代表建议不能合并，{case}没有改动；各按各的办理。",
    "other_reporters": "{case}还有别人反映，不能撤回；您不想再收消息请告诉工作人员。",
    "saved_answer": "没有知识{detail}；发“知识”看有哪些。",
    "saved_answer_expired": "知识《{detail}》已过期；请存新的，或直接写内容。",
    "no_walk_in": "{case}的反映人自己收得到消息，不用代办。",
    "nothing_to_tell": "{case}没有还没告知的答复。",
    "rate_for": "请写评价，例如：代评 12 满意。",
    "split_nothing": "{case}只说了一件事，不用拆分。",
    "split_which": "{case}共有{detail}件事，请写要分出去的是第几件，例如：拆分 12 2。",
    "split_late": "{case}说了超过一天，请发“人工”让工作人员拆分。",
    "link_number": "请写工单号，例如：关联 12 GD2026112300017。",
    "extension": "请写延几天和理由，例如：{example}。",
    "extension_too_long": "最多延到{detail}，请少写几天，例如：{example}。",
    "deputy_first": "{case}是代表建议，先由领衔代表同意延期，已经问了；代表在纸上或电话里同意的，请写：同意延期 12 代表已同意。",
    "no_evaluation": "{case}是选民意见，不用评估；请直接发“会商 12 结论”。",
    "evaluation_first": "{case}两次不满意，按规定先评估；请发“评估 12 参加单位和意见”，再会商。",
    "no_extension": "{case}没有等裁定的延期申请；发“查”看办到哪一步。",
    "pause_reason": "请写暂停的原因：补充材料或会商，再写缺什么，例如：{example}。",
    "not_paused": "{case}没有暂停计时，期限照走。",
    "not_for_groups": "这件不能转群，没有改动。",
    "staff_only": "这一步由工作人员办；有事请直接说，查进度发“我的件”。",
    "not_your_office": "这一步不归您办，没有改动；发“帮助”看您能发什么。",
}

EXAMPLES = {
    Step.DISPATCH: "交办 12 城管局",
    Step.UNIT_DECLINES: "不宜承办 12 不属本局职责 应为 住建局",
    Step.REJECT: "不受理 12 不属本县管辖",
    Step.REFER: "转出 12 法院",
    Step.ASK_MORE: "退回补充 12 缺地点",
    Step.SUMMARISE: "整理 12 西关村涵洞塌陷",
    Step.MESSAGE: "回 12 明天上门看",
    Step.REQUEST_RETURN: "申退 12 不属本局职责 应为 住建局",
    Step.REQUEST_EXTENSION: "延期 12 5天 等配件到货",
    Step.REFUSE_EXTENSION: "不同意延期 12 工作量不大",
    Step.PAUSE: "暂停计时 12 补充材料 缺户主姓名",
    Step.MEET: "面商 12 西关村村部 看了现场，商定更换路灯",
    Step.CONTACT: "联系代表 12 电话 约定下周看现场",
    Step.PROGRESS: "进展 12 已派人勘查",
    Step.CO_OPINION: "答复 12 协办意见",
    Step.REPLY: "答复 12 A 已修好",
    Step.KEEP_PROMISE: "落实 12 已完工",
    Step.DENY_PROMISE: "没有落实 12 只修了一半",
    Step.REFUSE_SIGN_OFF: "不签发 12 没写哪天修好",
    Step.DECLINE_EXTENSION: "不同意延期 12 年内能办完",
    Step.EVALUATE: "评估 12 专家和住建局现场看过，多数认为答复可行",
    Step.SETTLE: "会商 12 办结，已达成一致",
    Step.ADD: "补充 12 路口东边",
    Step.REVISE_DRAFT: "改建议 12 建议：请更换路灯",
    Step.MERGE: "合并 15 12",
    Step.ASK_WITHDRAWAL: "撤回 12 情况已变化",
    Step.ANSWER_DIRECT: "直答 12 每月10日发放",
}

# The terms that are no verbs.
DOING = {
    Step.RATE: "评价",
    Step.SET_URGENCY: "改急缓",
    Step.SETTLE: "会商",
    Step.CO_OPINION: "提协办意见",
    Step.MESSAGE: "回复反映人",
    Step.PROGRESS: "报进展",
}

# What to do where the status does not allow the step.
INSTEAD = {
    Status.COLLECTING: "先发“受理”或等反映人补充",
    Status.REVIEW: "先交办",
    Status.TO_DISPATCH: "先交办",
    Status.DISPATCHED: "先由承办单位签收",
    Status.RETURN_REQUESTED: "等申退裁定",
    Status.HANDLING: "等承办单位答复",
    Status.REPLY_REVIEW: "先通过或退改答复",
    Status.REPLIED: "等反映人评价",
    Status.REDO: "等承办单位重新答复",
    Status.CONSULTATION: "等会商结论",
    Status.FOLLOW_UP: "等承诺落实",
    Status.CLOSED: "有新情况请另说一件",
    Status.REJECTED: "有新情况请另说一件",
    Status.MERGED: "请看并入的那一件",
    Status.WITHDRAWN: "需要时请重新反映",
    Status.REFERRED: "请向主管机关提出",
}


def sentence(error: errors.RuleBroken, *, to_voter: bool) -> str:
    """The one sentence for a refused step."""
    case = short(*error.case) if error.case else "这件"
    match error:
        case errors.NotFromHere():
            return _not_from_here(error, case, to_voter=to_voter)
        case errors.NotYours():
            who = "这一步不归您办" if not to_voter else "这件不是您反映的"
            return f"{who}，{case}没有改动；可发“查”看进度。"
        case errors.NoSuchCase():
            return f"没有找到{error.said}；发“我的件”看您能看到的件。"
        case errors.WhichCase():
            listed = "、".join(short(number, title) for number, title in error.cases)
            return f"有几件对得上：{listed}。是哪一件？请带上完整编号再说一遍。"
        case errors.WhichPerson():
            return which_person(error.said, error.found) if error.found else no_such_person(error.said)
        case errors.TooLate():
            until = f"{error.due.month}月{error.due.day}日"
            return f"{case}的{error.step.term}期限为{until}，已经过了；请继续办理，确有困难找代表工委。"
        case errors.AlreadyDone():
            return f"{case}已经{error.step.term}过一次，不能再{error.step.term}；请继续办理。"
        case errors.Missing():
            return _missing(error, to_voter=to_voter)
    return APOLOGY


def which_case(cases: Sequence[tuple[str, str]], verb: str, rest: str) -> tuple[tuple[str, str], ...]:
    """The same words once more, for each of the cases; labels are titles where these tell them apart."""
    labels = [title[:LONGEST_LABEL] for _, title in cases]
    if not all(labels) or len(set(labels)) < len(labels):
        labels = [number for number, _ in cases]
    said = [f"{verb} {number} {rest}".strip() for number, _ in cases]
    return tuple(zip(labels, said, strict=True))


def _missing(error: errors.Missing, *, to_voter: bool) -> str:
    """The example bears the case's own number where one is known."""
    term = DOING.get(error.step, error.step.term)
    example = EXAMPLES.get(error.step, f"{term} 12")
    if to_voter and error.what == "case":
        return NOTHING_FITS.get(error.step, MISSING["nothing_open"])
    case = short(*error.case) if error.case else "这件"
    text = MISSING[error.what].format(term=term, example=example, detail=error.detail, case=case)
    return text.replace(" 12 ", f" {error.case[0]} ").replace(" 12”", f" {error.case[0]}”") if error.case else text


def _not_from_here(error: errors.NotFromHere, case: str, *, to_voter: bool) -> str:
    if error.status is None:
        return APOLOGY
    doing = DOING.get(error.step, error.step.term)
    if to_voter:
        return f"{case}{VOTER_TERMS[error.status]}，不能{doing}；{VOTER_INSTEAD.get(error.status, ASK_PERSON)}。"
    return f"{case}现在是“{STATUS_TERMS[error.status]}”，不能{doing}；{INSTEAD[error.status]}。"


# The same for people who raised a matter: what they can do themselves.
ASK_PERSON = "有话要补充请发“人工”"
NOTHING_FITS = {
    Step.RATE: "现在没有等您评价的件；发“我的件”看办到哪一步。",
    Step.WITHDRAW: "您现在没有可以撤回的件；发“我的件”看看。",
}
VOTER_INSTEAD = {
    Status.CLOSED: INSTEAD[Status.CLOSED],
    Status.REJECTED: INSTEAD[Status.REJECTED],
    Status.WITHDRAWN: INSTEAD[Status.WITHDRAWN],
    Status.REPLIED: "请回满意、基本满意或不满意",
    Status.MERGED: "结果照样告诉您",
    Status.REFERRED: INSTEAD[Status.REFERRED],
}


# Softer than the office's terms (contract, end of "Steps").
VOTER_TERMS: dict[Status, str] = {
    Status.COLLECTING: "等您补充",
    Status.REVIEW: "已收到，工作人员正在看",
    Status.TO_DISPATCH: "已受理，正在转交",
    Status.DISPATCHED: "已转给承办单位",
    Status.RETURN_REQUESTED: "正在确定由谁办",
    Status.HANDLING: "正在办理",
    Status.REPLY_REVIEW: "答复正在审核",
    Status.REPLIED: "已答复，等您评价",
    Status.REDO: "正在重新办理",
    Status.CONSULTATION: "正在会同研究",
    Status.FOLLOW_UP: "已答复，正在跟踪落实",
    Status.CLOSED: "已答复",
    Status.REJECTED: "按规定由别的单位办理",
    Status.MERGED: "和同一件事一起办",
    Status.WITHDRAWN: "已撤回",
    Status.REFERRED: "按规定由别的机关办理",
}
