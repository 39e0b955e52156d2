"""The words a person may type to the office, and what has to follow each of them (contract, what people type)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Verb(StrEnum):
    """A command; the value is its canonical Chinese word."""

    HELP = "帮助"
    STATUS = "查"
    MINE = "我的件"
    HUMAN = "人工"
    BIND = "绑定"
    UNBIND = "解除绑定"
    BINDINGS = "绑定名单"
    GROUPS = "群名单"
    REOPEN_GROUP = "恢复群"
    RESUME_ROBOT = "恢复机器人"
    ADD = "补充"
    WITHDRAW = "撤回"
    AGREE_WITHDRAWAL = "同意撤回"
    SATISFIED = "满意"
    BASICALLY = "基本满意"
    DISSATISFIED = "不满意"
    TWO_PART = "过程满意"
    SUPPORT = "附议"
    CONVERT = "转为建议"
    DRAFT = "写建议"
    REVISE_DRAFT = "改建议"
    INVITE = "联名"
    SUBMIT = "提交建议"
    COSIGN = "同意联名"
    NO_COSIGN = "不联名"
    WORKLIST = "待办"
    ACCEPT_CASE = "受理"
    CONSULT = "预交办"
    UNIT_AGREES = "可以承办"
    UNIT_DECLINES = "不宜承办"
    DISPATCH = "交办"
    SHARE = "分办"
    PRESENT = "呈报"
    MERGE = "合并"
    UNMERGE = "撤销合并"
    SPLIT = "拆分"
    REJECT = "不受理"
    ASK_MORE = "退回补充"
    REFER = "转出"
    ANSWER_DIRECT = "直答"
    REGISTER = "登记"
    TOLD = "已告知"
    RATE_FOR = "代评"
    LINK = "关联"
    TO_GROUP = "转群"
    POSTED = "已发"
    DAY_NOTICES = "今日转群"
    SAVE_ANSWER = "新建知识"
    DROP_ANSWER = "删知识"
    SAVED_ANSWERS = "知识"
    SUMMARISE = "整理"
    MESSAGE = "回"
    CRITICAL = "特急"
    URGENT = "紧急"
    NORMAL = "一般"
    TAKE_OVER = "接手"
    RELEASE = "通过"
    SEND_BACK = "退改"
    REMIND = "催办"
    OVERDUE = "逾期"
    FIGURES = "统计"
    FIGURES_BY = "分类统计"
    BEHIND = "名单"
    SUPERVISE = "督办"
    EVALUATE = "评估"
    SETTLE = "会商"
    ALLOW_RETURN = "同意退办"
    REFUSE_RETURN = "不同意退办"
    ALLOW_EXTENSION = "同意延期"
    REFUSE_EXTENSION = "不同意延期"
    ACCEPT = "签收"
    REQUEST_RETURN = "申退"
    REQUEST_EXTENSION = "延期"
    PAUSE = "暂停计时"
    RESUME = "恢复计时"
    WHY = "为什么"
    PROGRESS = "进展"
    MEET = "面商"
    CONTACT = "联系代表"
    CONFIRM_MEETING = "确认面商"
    DENY_MEETING = "没有面商"
    KEY_LIST = "重点督办"
    REPLY = "答复"
    LETTER = "答复函"
    SIGN_OFF = "签发"
    REFUSE_SIGN_OFF = "不签发"
    KEEP_PROMISE = "落实"
    CONFIRM_PROMISE = "确认落实"
    DENY_PROMISE = "没有落实"
    TODAY = "今天"
    WEEK = "本周"
    DUTY = "今天谁值班"
    MY_DATA = "我的数据"
    ERASE = "删除我的数据"
    CONFIRM_ERASE = "确认删除"
    STUDY = "每日一学"
    PAUSE_ALL = "全部暂停"
    STAND_IN = "代班"
    NEW_STUDY = "新建学习"
    CORRECT = "更正"
    RESUME_ALL = "恢复推送"
    STUDY_PLAN = "学习计划"
    NEW_NOTICE = "新建通知"
    REVISE_POST = "改学习"
    PLAN_POST = "排期"
    SUBMIT_POST = "送审"
    AGREE_POST = "同意发布"
    SEND_BACK_POST = "退回修改"
    PREVIEW_POST = "预览"
    DROP_POST = "撤下"
    ADD_FILES = "配图"
    DROP_FILES = "去掉附件"
    POSTED_BY_HAND = "已发群"
    ATTEND = "参加"
    ASK_LEAVE = "请假"
    ATTENDANCE = "报名名单"
    PUBLISH_LOG = "推送记录"
    PUBLISHED = "推送名单"


class Form(StrEnum):
    """How the rest of the line is read once the word is known."""

    BARE = "bare"  # nothing may follow
    CASE = "case"  # a case, and nothing after it but a courtesy
    CASE_AND_REMARK = "case_and_remark"  # a case; words after it only behind a blank or a mark
    CASE_AND_WORDS = "case_and_words"  # a case, then words of the person's own
    OWN = "own"  # a form of its own: rating, adding, binding, registering, drafting


@dataclass(frozen=True, slots=True)
class Grammar:
    """What one verb takes. `words` are its synonyms, the canonical one first."""

    words: tuple[str, ...]
    form: Form
    several_cases: bool = False

    @property
    def takes_case(self) -> bool:
        return self.form in (Form.CASE, Form.CASE_AND_REMARK, Form.CASE_AND_WORDS)

    @property
    def takes_rest(self) -> bool:
        return self.form in (Form.CASE_AND_REMARK, Form.CASE_AND_WORDS, Form.OWN)

    @property
    def whole_message_only(self) -> bool:
        return self.form is Form.BARE


_BARE = {
    Verb.HELP: ("帮助",),
    Verb.MINE: ("我的件",),
    Verb.HUMAN: ("人工",),
    Verb.WORKLIST: ("待办",),
    Verb.OVERDUE: ("逾期",),
    Verb.KEY_LIST: ("重点督办", "重点件"),
    Verb.FIGURES: ("统计",),
    Verb.TODAY: ("今天",),
    Verb.WEEK: ("本周",),
    Verb.DUTY: ("今天谁值班",),
    Verb.BINDINGS: ("绑定名单",),
    Verb.GROUPS: ("群名单", "群列表"),
    Verb.RESUME_ROBOT: ("恢复机器人", "恢复智能机器人"),
    Verb.SAVED_ANSWERS: ("知识", "知识条目", "知识库"),
    Verb.DAY_NOTICES: ("今日转群", "今天转群"),
    Verb.MY_DATA: ("我的数据",),
    Verb.ERASE: ("删除我的数据", "删除数据", "删我的数据"),
    Verb.CONFIRM_ERASE: ("确认删除", "确定删除"),
    Verb.STUDY: ("每日一学", "今天学什么", "看看今天学什么"),
    Verb.PAUSE_ALL: ("全部暂停",),
    Verb.RESUME_ALL: ("恢复推送",),
    Verb.STUDY_PLAN: ("学习计划",),
}
_CASE = {
    Verb.STATUS: ("查", "查询", "查看", "查一下", "查查"),
    Verb.CONVERT: ("转为建议",),
    Verb.COSIGN: ("同意联名",),
    Verb.NO_COSIGN: ("不联名",),
    Verb.ACCEPT_CASE: ("受理",),
    Verb.UNMERGE: ("撤销合并",),
    Verb.CRITICAL: ("特急",),
    Verb.URGENT: ("紧急",),
    Verb.NORMAL: ("一般",),
    Verb.TAKE_OVER: ("接手",),
    Verb.RELEASE: ("通过",),
    Verb.TOLD: ("已告知", "已电话告知"),
    Verb.TO_GROUP: ("转群",),
    Verb.POSTED: ("已发",),
    Verb.ACCEPT: ("签收",),
    Verb.UNIT_AGREES: ("可以承办",),
    Verb.RESUME: ("恢复计时",),
    Verb.SIGN_OFF: ("签发",),
    Verb.WHY: ("为什么",),
}
_CASE_AND_REMARK = {
    Verb.WITHDRAW: ("撤回",),
    Verb.AGREE_WITHDRAWAL: ("同意撤回",),
    Verb.SUPPORT: ("附议",),
    Verb.SUBMIT: ("提交建议",),
    Verb.CONFIRM_MEETING: ("确认面商",),
    Verb.DENY_MEETING: ("没有面商",),
    Verb.LETTER: ("答复函",),
    Verb.REMIND: ("催办",),
    Verb.SUPERVISE: ("督办",),
    Verb.ALLOW_EXTENSION: ("同意延期",),
    Verb.CONFIRM_PROMISE: ("确认落实",),
}
_CASE_AND_WORDS = {
    Verb.DISPATCH: ("交办", "转办", "转交", "派"),
    Verb.SHARE: ("分办",),
    Verb.REVISE_DRAFT: ("改建议",),
    Verb.INVITE: ("联名", "邀请联名"),
    Verb.CONSULT: ("预交办",),
    Verb.UNIT_DECLINES: ("不宜承办",),
    Verb.MERGE: ("合并",),
    Verb.SPLIT: ("拆分",),
    Verb.REJECT: ("不受理",),
    Verb.ASK_MORE: ("退回补充",),
    Verb.REFER: ("转出",),
    Verb.ANSWER_DIRECT: ("直答",),
    Verb.RATE_FOR: ("代评",),
    Verb.LINK: ("关联",),
    Verb.SUMMARISE: ("整理",),
    Verb.MESSAGE: ("回",),
    Verb.SEND_BACK: ("退改",),
    Verb.EVALUATE: ("评估",),
    Verb.SETTLE: ("会商",),
    Verb.ALLOW_RETURN: ("同意退办",),
    Verb.REFUSE_RETURN: ("不同意退办",),
    Verb.REFUSE_EXTENSION: ("不同意延期",),
    Verb.REQUEST_RETURN: ("申退", "退办", "退件", "不归我们"),
    Verb.REQUEST_EXTENSION: ("延期",),
    Verb.PAUSE: ("暂停计时",),
    Verb.PRESENT: ("呈报",),
    Verb.REFUSE_SIGN_OFF: ("不签发",),
    Verb.PROGRESS: ("进展",),
    Verb.MEET: ("面商",),
    Verb.CONTACT: ("联系代表",),
    Verb.REPLY: ("答复",),
    Verb.KEEP_PROMISE: ("落实",),
    Verb.DENY_PROMISE: ("没有落实", "没落实"),
}
_OWN = {
    Verb.BIND: ("绑定", "绑定码"),
    Verb.UNBIND: ("解除绑定", "取消绑定"),
    Verb.REOPEN_GROUP: ("恢复群",),
    Verb.ADD: ("补充",),
    Verb.SATISFIED: ("满意",),
    Verb.BASICALLY: ("基本满意",),
    Verb.DISSATISFIED: ("不满意",),
    Verb.TWO_PART: ("过程满意",),
    Verb.DRAFT: ("写建议", "写议案", "提议案"),
    Verb.REGISTER: ("登记",),
    Verb.STAND_IN: ("代班",),
    Verb.SAVE_ANSWER: ("新建知识", "存知识"),
    Verb.DROP_ANSWER: ("删知识", "删除知识"),
    Verb.NEW_STUDY: ("新建学习",),
    Verb.CORRECT: ("更正",),
    Verb.NEW_NOTICE: ("新建通知",),
    Verb.REVISE_POST: ("改学习", "改通知"),
    Verb.PLAN_POST: ("排期",),
    Verb.SUBMIT_POST: ("送审",),
    Verb.AGREE_POST: ("同意发布",),
    Verb.SEND_BACK_POST: ("退回修改",),
    Verb.PREVIEW_POST: ("预览",),
    Verb.DROP_POST: ("撤下",),
    Verb.ADD_FILES: ("配图", "加附件", "加图片"),
    Verb.DROP_FILES: ("去掉附件", "去掉图片", "删附件"),
    Verb.POSTED_BY_HAND: ("已发群",),
    Verb.ATTEND: ("参加",),
    Verb.ASK_LEAVE: ("请假",),
    Verb.ATTENDANCE: ("报名名单",),
    Verb.PUBLISH_LOG: ("推送记录",),
    Verb.PUBLISHED: ("推送名单",),
    Verb.FIGURES_BY: ("分类统计",),
    Verb.BEHIND: ("名单",),
}
# A post is named by its own number; without one these are everyday words.
WITH_POST_NUMBER = frozenset({Verb.CORRECT, Verb.REVISE_POST, Verb.PLAN_POST, Verb.SUBMIT_POST, Verb.AGREE_POST, Verb.SEND_BACK_POST,
                              Verb.PREVIEW_POST, Verb.DROP_POST, Verb.ADD_FILES, Verb.DROP_FILES, Verb.POSTED_BY_HAND,
                              Verb.ATTEND, Verb.ASK_LEAVE, Verb.ATTENDANCE})  # fmt: skip
OF_DEPUTIES = frozenset({Verb.SUPPORT, Verb.CONVERT, Verb.DRAFT, Verb.REVISE_DRAFT, Verb.INVITE, Verb.COSIGN, Verb.NO_COSIGN,
                         Verb.SUBMIT, Verb.CONFIRM_MEETING, Verb.DENY_MEETING, Verb.AGREE_WITHDRAWAL})  # fmt: skip
_SEVERAL = frozenset({Verb.ACCEPT_CASE, Verb.DISPATCH, Verb.REMIND, Verb.MERGE})

_TABLES = (
    (Form.BARE, _BARE),
    (Form.CASE, _CASE),
    (Form.CASE_AND_REMARK, _CASE_AND_REMARK),
    (Form.CASE_AND_WORDS, _CASE_AND_WORDS),
    (Form.OWN, _OWN),
)

GRAMMAR: Mapping[Verb, Grammar] = MappingProxyType(
    {verb: Grammar(words, form, verb in _SEVERAL) for form, table in _TABLES for verb, words in table.items()}
)

# alone they are everyday words, no command
WORDS_THAT_NEED_A_CASE = frozenset({"派", "回", "查一下", "查查", "查看", "已发", "已告知", "关联", "为什么", "联名", "联系代表", "面商",
                                    "没有面商", "没有落实", "没落实"})  # fmt: skip
