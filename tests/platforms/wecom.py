"""Plays the WeCom platform (企业微信): the app's callbacks, and its messages; the groups' webhooks are at the same address."""

import asyncio
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from tests.platforms.api_server import SentMessage
from tests.platforms.callback_request import CallbackRequest, address
from tests.platforms.faults import Fault, error_code
from tests.platforms.group_robots import GroupRobots
from tests.platforms.official_account import AES_KEY, TOKEN
from tests.platforms.wechat_xml import Field, Sealer, message_id, next_message_id, next_nonce, seconds, write_xml
from tests.platforms.wecom_cards import CardDeck, ShownCard

CORP_SECRET = "corp-secret-of-the-office"
_FILE_PART = re.compile(
    rb'Content-Disposition: form-data; name="media"; filename="(?P<name>[^"]+)"(?:; filelength=\d+)?\r\n(?:[^\r\n]+\r\n)*\r\n'
)


@dataclass(frozen=True, slots=True)
class Media:
    """What was uploaded, and until when its id is good."""

    kind: str
    name: str
    content: bytes
    until: timedelta


def _words_of(payload: dict[str, Any]) -> str:
    kind = payload["msgtype"]
    if kind != "template_card":
        return str(payload[kind].get("content", f"[{kind}]"))
    card = payload["template_card"]
    facts = [f"{one['keyname']}：{one['value']}" for one in card.get("horizontal_content_list", ())]
    return "\n".join(part for part in (card["main_title"]["title"], card.get("sub_title_text", ""), *facts) if part)


MOST_A_MINUTE, MOST_AN_HOUR = 30, 1000
MEDIA_DAYS = 3


class WecomPlatform(GroupRobots):
    """`invalid_users` and `unlicensed_users` are named in an answer with errcode 0, as the platform does.

    `dropped` is what it swallowed without a word: beyond the limits of a member, and repeats it was asked to check for.
    With `is_trusted` off our address is not among the app's; `most_at_once` calls may be under way. Until `may_answer` is
    set, what was sent lies on the screen already and its sender does not know.
    """

    def __init__(
        self,
        corp_id: str = "ww0123456789abcdef",
        token: str = TOKEN,
        aes_key: str = AES_KEY,
        *,
        agent_id: int = 1000002,
        secret: str = CORP_SECRET,
        path: str = "/callbacks/wecom-app",
    ) -> None:
        super().__init__(secret, "/cgi-bin/gettoken")
        self.corp_id, self.token, self.aes_key = corp_id, token, aes_key
        self.agent_id, self.path = agent_id, path
        self.invalid_users: set[str] = set()
        self.unlicensed_users: set[str] = set()
        self.deck = CardDeck()
        self.dropped: list[SentMessage] = []
        self.media: dict[str, Media] = {}
        self.menu: dict[str, Any] | None = None
        self.is_trusted = True
        self.most_at_once = 0
        self.most_seen_at_once = 0
        self.takes_seconds = 0.0
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self._under_way = 0
        self._pressed: dict[str, ShownCard] = {}
        self._taken: dict[str, list[timedelta]] = {}
        self._checked: dict[tuple[str, str], timedelta] = {}
        self.sealer = Sealer(token, aes_key, corp_id)
        self.addresses |= {
            self.token_path: self._gettoken,
            "/cgi-bin/message/send": self._message_send,
            "/cgi-bin/message/update_template_card": self._update_card,
            "/cgi-bin/media/upload": self._upload,
            "/cgi-bin/menu/create": self._menu_create,
        }

    def pass_time(self, **span: float) -> None:
        """Move the platform's own clock, which stands otherwise."""
        self.deck.now += timedelta(**span)

    # what the platform sends to us

    def check_url(self, echo: str = "1288432023552776189", *, now: datetime) -> CallbackRequest:
        sealed = self.sealer.seal(echo)
        return CallbackRequest("GET", address(self.path, **self._signed(sealed, now), echostr=sealed))

    def text(self, userid: str, text: str, *, now: datetime, msg_id: str = "") -> CallbackRequest:
        return self.message(userid, "text", now=now, msg_id=msg_id, Content=text)

    def photo(self, userid: str, *, now: datetime, msg_id: str = "", media_id: str = "photo-1") -> CallbackRequest:
        url = "https://wework.qpic.cn/photo-1/0"
        return self.message(userid, "image", now=now, msg_id=msg_id, PicUrl=url, MediaId=media_id)

    def voice(self, userid: str, *, now: datetime, msg_id: str = "", media_id: str = "voice-1") -> CallbackRequest:
        return self.message(userid, "voice", now=now, msg_id=msg_id, MediaId=media_id, Format="amr")

    def event(self, userid: str, event: str, key: str = "", *, now: datetime) -> CallbackRequest:
        fields: dict[str, Field] = {"CreateTime": int(now.timestamp()), "MsgType": "event", "Event": event}
        return self.deliver(userid, {**fields, "EventKey": key}, now=now)

    def press(
        self, userid: str, label: str, card: ShownCard, *, now: datetime, event: str = "template_card_event"
    ) -> CallbackRequest:
        """Somebody presses a button: usually, but not always, whom the card was sent to."""
        fields: dict[str, Field] = {
            "CreateTime": int(now.timestamp()),
            "MsgType": "event",
            "Event": event,
            "EventKey": card.buttons[label],
            "TaskId": card.task,
            "CardType": "button_interaction",
            "ResponseCode": self.deck.new_code(card),
        }
        self._pressed[userid] = card
        return self.deliver(userid, fields, now=now)

    def message(
        self, userid: str, message_type: str, *, now: datetime, msg_id: str = "", **fields: Field
    ) -> CallbackRequest:
        head: dict[str, Field] = {"CreateTime": int(now.timestamp()), "MsgType": message_type}
        return self.deliver(userid, {**head, **fields, "MsgId": message_id(msg_id)}, now=now)

    def deliver(self, userid: str, fields: dict[str, Field], *, now: datetime) -> CallbackRequest:
        people: dict[str, Field] = {"ToUserName": self.corp_id, "FromUserName": userid}
        sealed = self.sealer.seal(write_xml(**{**people, **fields, "AgentID": self.agent_id}))
        body = write_xml(ToUserName=self.corp_id, AgentID=str(self.agent_id), Encrypt=sealed)
        return CallbackRequest("POST", address(self.path, **self._signed(sealed, now)), body.encode())

    # what the person sees of our answer

    def read_answer(self, body: bytes) -> str | None:
        if not body:
            return None
        fields: dict[str, Any] = dict(self.sealer.read_sealed_xml(body))
        assert fields["FromUserName"] == self.corp_id
        if fields["MsgType"] == "text":
            return str(fields["Content"])
        return self._changed_by_answer(self._pressed[fields["ToUserName"]], fields)

    def _changed_by_answer(self, card: ShownCard, fields: dict[str, Any]) -> str | None:
        """The card that was pressed, as our answer makes it look; what is new to read on it."""
        if fields["MsgType"] == "update_button":
            card.label = fields["Button"]["ReplaceName"]
            return None
        assert fields["MsgType"] == "update_template_card"
        new = fields["TemplateCard"]
        assert new["CardType"] == "button_interaction"
        assert len(new["MainTitle"]["Title"]) <= 36
        assert len(new["SubTitleText"]) <= 160
        card.title, card.text, card.label = new["MainTitle"]["Title"], new["SubTitleText"], new["ReplaceText"]
        return str(new["SubTitleText"])

    # what we call

    async def _gettoken(self, request: web.Request) -> web.Response:
        if (request.query["corpid"], request.query["corpsecret"]) != (self.corp_id, self.secret):
            return await self.reply(error_code(40001), request)
        answer = {"errcode": 0, "errmsg": "ok", "access_token": self.access_token, "expires_in": 7200}
        return await self.reply(answer, request)

    async def _message_send(self, request: web.Request) -> web.Response:
        self._under_way += 1
        self.most_seen_at_once = max(self.most_seen_at_once, self._under_way)
        try:
            if self.most_at_once and self._under_way > self.most_at_once:
                return await self.reply(error_code(45033), request)
            if self.takes_seconds:
                await asyncio.sleep(self.takes_seconds)
            answer = await self.take(request, self._receive)
            await self.may_answer.wait()
            return answer
        finally:
            self._under_way -= 1

    async def _receive(self, request: web.Request) -> dict[str, object] | Fault:
        payload = await request.json()
        refused = self._refused(request) or (error_code(40056) if payload["agentid"] != self.agent_id else None)
        if refused is not None:
            return refused
        userid, answer = payload["touser"], {"errcode": 0, "errmsg": "ok", "msgid": next_message_id()}
        if userid in self.invalid_users:
            return {**answer, "invaliduser": userid.lower()}
        if userid in self.unlicensed_users:
            return {**answer, "unlicenseduser": userid.lower()}
        if self._is_swallowed(userid, payload):
            self.dropped.append(SentMessage(userid, _words_of(payload), payload))
            return dict(answer)
        return self._show(userid, payload, answer)

    def _show(self, userid: str, payload: dict[str, Any], answer: dict[str, object]) -> dict[str, object] | Fault:
        """Put it on the person's screen."""
        more: dict[str, object] = {}
        kind = payload["msgtype"]
        if kind == "template_card":
            code = self.deck.deal(userid, payload["template_card"])
            if isinstance(code, int):
                return error_code(code)
            more = {"response_code": code}
        elif kind in {"text", "markdown"} and not 0 < len(payload[kind]["content"].encode()) <= 2048:
            return error_code(45002 if payload[kind]["content"] else 44004)
        elif kind in {"image", "voice", "video", "file"} and not self._has_media(payload[kind]["media_id"]):
            return error_code(40007)
        self.sent.append(SentMessage(userid, _words_of(payload), payload))
        return {**answer, **more}

    def _refused(self, request: web.Request) -> Fault | None:
        if request.query.get("access_token") != self.access_token:
            return error_code(40014)
        return None if self.is_trusted else error_code(60020)

    def _is_swallowed(self, userid: str, payload: dict[str, Any]) -> bool:
        now, taken = self.deck.now, self._taken.setdefault(userid.lower(), [])
        taken[:] = [at for at in taken if at > now - timedelta(hours=1)]
        lately = sum(at > now - timedelta(minutes=1) for at in taken)
        content = json.dumps(payload[payload["msgtype"]], sort_keys=True)
        if payload.get("enable_duplicate_check"):
            until = self._checked.get((userid, content))
            self._checked[userid, content] = now + timedelta(seconds=payload["duplicate_check_interval"])
            if until is not None and now < until:
                return True
        if lately >= MOST_A_MINUTE or len(taken) >= MOST_AN_HOUR:
            return True
        taken.append(now)
        return False

    async def _update_card(self, request: web.Request) -> web.Response:
        return await self.take(request, self._change_card)

    async def _change_card(self, request: web.Request) -> dict[str, object] | Fault:
        payload = await request.json()
        refused = self._refused(request)
        if refused is not None:
            return refused
        label = payload["button"]["replace_name"]
        if not self.deck.change(payload["response_code"], label):
            return error_code(42016)
        return {"errcode": 0, "errmsg": "ok", "invaliduser": []}

    # media and menu

    def _has_media(self, media_id: str) -> bool:
        found = self.media.get(media_id)
        return found is not None and self.deck.now < found.until

    async def _upload(self, request: web.Request) -> web.Response:
        return await self.take(request, self._keep_media)

    async def _keep_media(self, request: web.Request) -> dict[str, object] | Fault:
        """The name must stand plainly in the part's head: `filename*=` is not understood."""
        refused = self._refused(request)
        body = await request.read()
        found = _FILE_PART.search(body)
        if refused is not None or found is None:
            return refused or error_code(41005)
        media_id = f"media-{next_message_id()}"
        content = body[found.end() : body.rindex(b"\r\n--")]
        kind, until = request.query["type"], self.deck.now + timedelta(days=MEDIA_DAYS)
        self.media[media_id] = Media(kind, found["name"].decode(), content, until)
        return {"errcode": 0, "errmsg": "ok", "type": kind, "media_id": media_id, "created_at": "1380000000"}

    async def _menu_create(self, request: web.Request) -> web.Response:
        return await self.take(request, self._keep_menu)

    async def _keep_menu(self, request: web.Request) -> dict[str, object] | Fault:
        refused = self._refused(request)
        if refused is not None or request.query.get("agentid") != str(self.agent_id):
            return refused or error_code(40056)
        self.menu = await request.json()
        return {"errcode": 0, "errmsg": "ok"}

    def _signed(self, sealed: str, now: datetime) -> dict[str, str]:
        timestamp, nonce = seconds(now), next_nonce()
        signature = self.sealer.signature(timestamp, nonce, sealed)
        return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}
