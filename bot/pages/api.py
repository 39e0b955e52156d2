"""The JSON API at /api/v1, for programs of the office: cases, figures and dates to read, and the messages that did not go out."""

import re
from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property, partial
from typing import Literal, Protocol, TypeVar

import structlog
from aiohttp import web
from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection

from bot.clock import Clock
from bot.pages import api_models as models
from bot.pages.api_auth import Tokens
from bot.pages.api_deadlines import explained
from bot.pages.api_outbox import page_of
from bot.pages.openapi import JSON, Operation, document
from bot.storage_trouble import is_storage_trouble, storage_errors
from handlers.case_view import CaseDetail, detail_of, views_of
from handlers.figures import figures
from handlers.settings import Settings
from storage.cases import Cases
from storage.figures import Period
from storage.outbox_desk import OutboxDesk

T = TypeVar("T")
Asked = TypeVar("Asked", bound=models.Asked)
Handler = Callable[[web.Request], Awaitable[BaseModel]]
VERSION = "1"
log = structlog.get_logger("api")
NUMBER = "^[0-9]{4}-[0-9]{4,7}$"
OUTBOX_ID = "^[1-9][0-9]{0,8}$"
UNAUTHORISED = "需要有效的令牌：Authorization: Bearer 令牌。"
NO_CASE = "没有这个编号的件。"
NO_LIMIT = "这类件没有这个期限。"
NO_MESSAGE = "没有这条没发出去的消息（内容已清理的不能重发）。"
TROUBLE = "数据库暂时读不了，请稍后再试。"

_REFUSALS = {401: "没有有效的令牌", 503: "数据库暂时读不了"}
_BAD = {**_REFUSALS, 400: "参数不对"}
_NO_MESSAGE = {**_REFUSALS, 404: "没有这条没发出去的消息"}
OPERATIONS = (
    Operation("/api/v1/cases", "各种状态的件，最新的在前", models.CasePage, _BAD, models.CasesAsked),
    Operation(
        "/api/v1/cases/{number}",
        "一件事的全部",
        models.CaseDetail,
        {**_REFUSALS, 404: "没有这个编号"},
        in_path={"number": NUMBER},
    ),
    Operation("/api/v1/stats", "一段时间的统计", models.Stats, _BAD, models.StatsAsked),
    Operation(
        "/api/v1/deadlines",
        "期限的最后一天和它的算法",
        models.Deadline,
        {**_BAD, 404: "没有这个期限"},
        models.DeadlineAsked,
    ),
    Operation("/api/v1/outbox", "没发出去的消息，最新的在前", models.OutboxPage, _BAD, models.OutboxAsked),
    Operation(
        "/api/v1/outbox/{id}/retry",
        "重新发送一条",
        models.OutboxSettled,
        _NO_MESSAGE,
        in_path={"id": OUTBOX_ID},
        method="post",
    ),
    Operation(
        "/api/v1/outbox/{id}/drop",
        "放弃一条",
        models.OutboxSettled,
        _NO_MESSAGE,
        in_path={"id": OUTBOX_ID},
        method="post",
    ),
)


class Memory(Protocol):
    """Who reads and writes the database beside the event loop."""

    async def read(self, work: Callable[[Connection], T]) -> T: ...

    async def write(self, work: Callable[[Connection], T]) -> T: ...


class Refusal(Exception):
    """An answer that is not what was asked for, in one sentence."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


class Api:
    """The addresses of /api/v1."""

    def __init__(self, tokens: Sequence[str], memory: Memory, settings: Callable[[], Settings], clock: Clock) -> None:
        self._tokens = Tokens(tokens)
        self._memory = memory
        self._settings = settings
        self._clock = clock

    def register(self, app: web.Application) -> None:
        app.router.add_get("/api/v1/openapi.json", self._openapi)
        for path, handler in (
            ("/api/v1/cases", self._cases),
            ("/api/v1/cases/{number}", self._case),
            ("/api/v1/stats", self._stats),
            ("/api/v1/deadlines", self._deadline),
            ("/api/v1/outbox", self._outbox),
        ):
            app.router.add_get(path, self._guarded(handler))
        app.router.add_post("/api/v1/outbox/{id}/retry", self._guarded(partial(self._settle, "pending")))
        app.router.add_post("/api/v1/outbox/{id}/drop", self._guarded(partial(self._settle, "dropped")))

    def _guarded(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            try:
                if not self._tokens.accept(request.headers.get("Authorization", "")):
                    raise Refusal(401, UNAUTHORISED)
                return _json(await handler(request))
            except Refusal as refusal:
                return _refused(refusal.status, refusal.words)
            except storage_errors() as error:
                if not is_storage_trouble(error):
                    raise
                return _refused(503, TROUBLE)

        return answer

    @cached_property
    def _description(self) -> JSON:
        return document(f"{self._settings().congress_name} 代表联络接口", VERSION, OPERATIONS, models.Refused)

    async def _openapi(self, _: web.Request) -> web.Response:
        return web.json_response(self._description)

    async def _cases(self, request: web.Request) -> models.CasePage:
        asked = _asked(models.CasesAsked, request)
        now = self._clock.now()

        def read(connection: Connection) -> models.CasePage:
            rows, total = Cases(connection).page(
                status=asked.status,
                department=asked.department,
                kind=asked.kind,
                page=asked.page,
                per_page=asked.per_page,
            )
            views = views_of(connection, rows, self._settings(), now)
            return models.CasePage(items=tuple(models.Case.model_validate(view) for view in views), total=total)

        return await self._memory.read(read)

    async def _case(self, request: web.Request) -> models.CaseDetail:
        number, now = request.match_info["number"], self._clock.now()

        def read(connection: Connection) -> CaseDetail | None:
            row = Cases(connection).numbered(number)
            return detail_of(connection, row, self._settings(), now) if row else None

        detail = await self._memory.read(read) if re.fullmatch(NUMBER, number) else None
        if detail is None:
            raise Refusal(404, NO_CASE)
        return _detail(detail)

    async def _stats(self, request: web.Request) -> models.Stats:
        asked, now = _asked(models.StatsAsked, request), self._clock.now()
        last = asked.last or self._settings().local_day(now)
        first = asked.first or last.replace(month=1, day=1)
        if first > last:
            raise Refusal(400, "参数 from 应不晚于 to。")
        period = Period(first, last)
        found = await self._memory.read(lambda connection: figures(connection, self._settings(), now, period))
        return models.Stats.model_validate(found)

    async def _deadline(self, request: web.Request) -> models.Deadline:
        asked = _asked(models.DeadlineAsked, request)
        found = explained(asked, self._settings(), self._settings().local_day(self._clock.now()))
        if found is None:
            raise Refusal(404, NO_LIMIT)
        return found

    async def _outbox(self, request: web.Request) -> models.OutboxPage:
        asked = _asked(models.OutboxAsked, request)
        return await self._memory.read(lambda connection: page_of(connection, asked, self._settings()))

    async def _settle(self, status: Literal["pending", "dropped"], request: web.Request) -> models.OutboxSettled:
        """Sent again, or given up. What a program did so is in the log."""
        written, now = request.match_info["id"], self._clock.now()
        settle = OutboxDesk.retry if status == "pending" else OutboxDesk.drop
        known = re.fullmatch(OUTBOX_ID, written) is not None
        if not known or not await self._memory.write(lambda found: settle(OutboxDesk(found), [int(written)], now)):
            raise Refusal(404, NO_MESSAGE)
        log.info("outbox_settled_by_program", outbox_id=int(written), status=status)
        return models.OutboxSettled(id=int(written), status=status)


def _detail(detail: CaseDetail) -> models.CaseDetail:
    case = models.Case.model_validate(detail.case)
    return models.CaseDetail(
        **dict(case),
        text=detail.text,
        summary=detail.summary,
        history=tuple(models.HistoryStep.model_validate(step) for step in detail.history),
        reply=models.Reply.model_validate(detail.reply) if detail.reply else None,
        verdicts=tuple(models.StandingVerdict.model_validate(verdict) for verdict in detail.verdicts),
    )


def _asked(model: type[Asked], request: web.Request) -> Asked:
    """The parameters that were given a value; the first that is wrong is named."""
    given = {name: value for name, value in request.query.items() if value}
    try:
        return model.model_validate(given)
    except ValidationError as wrong:
        name = str(wrong.errors(include_input=False, include_context=False, include_url=False)[0]["loc"][0])
        raise Refusal(400, f"参数 {name} 应是{_should_be(model, name)}。") from None


def _should_be(model: type[BaseModel], name: str) -> str:
    fields = {field.alias or own: field for own, field in model.model_fields.items()}
    return fields[name].description or ""


def _json(answer: BaseModel, status: int = 200) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    body = answer.model_dump_json(by_alias=True)
    return web.Response(text=body, status=status, content_type="application/json", headers=headers)


def _refused(status: int, words: str) -> web.Response:
    response = _json(models.Refused(error=words), status)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
