"""Plays the official account's platform (公众号): calls our address, takes customer service messages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from aiohttp import web
from wechatpy.utils import WeChatSigner, check_signature

from tests.platforms.api_server import ApiServer, SentMessage
from tests.platforms.callback_request import CallbackRequest, address
from tests.platforms.faults import Fault, Faults, error_code, play
from tests.platforms.wechat_xml import Field, Sealer, message_id, next_message_id, next_nonce, parse, seconds, write_xml

TOKEN = "callback-token"
APP_SECRET = "app-secret-of-the-office"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


class Mode(StrEnum):
    PLAIN = "明文"
    COMPATIBLE = "兼容"
    SAFE = "安全"


@dataclass(frozen=True, slots=True)
class SceneCode:
    """A code the account has made. `seconds` is None for one that stays."""

    scene: str
    url: str
    seconds: int | None


class OfficialAccountPlatform(ApiServer):
    def __init__(
        self,
        app_id: str = "wx0123456789abcdef",
        token: str = TOKEN,
        aes_key: str = AES_KEY,
        *,
        secret: str = APP_SECRET,
        account_id: str = "gh_0123456789ab",
        mode: Mode = Mode.SAFE,
        path: str = "/callbacks/official-account",
    ) -> None:
        super().__init__(secret, "/cgi-bin/stable_token")
        self.app_id, self.token, self.aes_key = app_id, token, aes_key
        self.account_id, self.mode, self.path = account_id, mode, path
        self.blocked: set[str] = set()
        self.clock: Callable[[], datetime] | None = None
        self.spoke: dict[str, list[datetime]] = {}
        self.tapped: dict[str, list[datetime]] = {}
        self.templates: list[TemplateMessage] = []
        self.menus: list[dict[str, object]] = []
        self.codes: list[SceneCode] = []
        self.code_faults = Faults()
        self._followers: set[str] = set()
        self._wanted_once: dict[str, int] = {}
        self._client_ids: set[str] = set()
        self.sealer = Sealer(token, aes_key, app_id)
        self.addresses = {
            self.token_path: self._stable_token,
            "/cgi-bin/message/custom/send": self._custom_send,
            "/cgi-bin/message/template/send": self._template_send,
            "/cgi-bin/message/subscribe/bizsend": self._subscribe_send,
            "/cgi-bin/menu/create": self._menu_create,
            "/cgi-bin/qrcode/create": self._create_code,
        }

    # what the platform sends to us

    def check_url(self, echo: str = "5838479218127813673", *, now: datetime) -> CallbackRequest:
        nonce = next_nonce()
        signature = plain_signature(self.token, seconds(now), nonce)
        query = {"signature": signature, "echostr": echo, "timestamp": seconds(now), "nonce": nonce}
        return CallbackRequest("GET", address(self.path, **query))

    def text(self, openid: str, text: str, *, now: datetime, msg_id: str = "") -> CallbackRequest:
        return self.message(openid, "text", now=now, msg_id=msg_id, Content=text)

    def voice(
        self, openid: str, recognition: str = "", *, now: datetime, msg_id: str = "", media_id: str = "voice-1"
    ) -> CallbackRequest:
        return self.message(
            openid, "voice", now=now, msg_id=msg_id, MediaId=media_id, Format="amr", Recognition=recognition
        )

    def photo(self, openid: str, *, now: datetime, msg_id: str = "", media_id: str = "photo-1") -> CallbackRequest:
        url = "http://mmbiz.qpic.cn/photo-1/0"
        return self.message(openid, "image", now=now, msg_id=msg_id, PicUrl=url, MediaId=media_id)

    def location(
        self, openid: str, latitude: str, longitude: str, label: str, *, now: datetime, msg_id: str = ""
    ) -> CallbackRequest:
        where = {"Location_X": latitude, "Location_Y": longitude, "Label": label}
        return self.message(openid, "location", now=now, msg_id=msg_id, Scale=15, **where)

    def choose(self, openid: str, label: str, *, now: datetime, msg_id: str = "") -> CallbackRequest:
        """The person taps a word of the last menu message (msgmenu) they got: it comes as typed."""
        menus = [sent.payload["msgmenu"] for sent in self.sent if sent.to == openid and "msgmenu" in sent.payload]
        assert menus, f"{openid} has no menu"
        (choice,) = [one["id"] for one in menus[-1]["list"] if one["content"] == label]
        return self.message(openid, "text", now=now, msg_id=msg_id, Content=label, bizmsgmenuid=choice)

    def template_report(self, openid: str, message_id: int, status: str, *, now: datetime) -> CallbackRequest:
        """What became of a template message (TEMPLATESENDJOBFINISH)."""
        fields: dict[str, Field] = {"CreateTime": int(now.timestamp()), "MsgType": "event"}
        name = "TEMPLATESENDJOBFINISH"
        return self.deliver(openid, {**fields, "Event": name, "MsgID": message_id, "Status": status}, now=now)

    def allow(self, openid: str, template_id: str, word: str = "accept", *, now: datetime) -> CallbackRequest:
        """The person taps 允许 (or refuses) on a page that asks for a subscription."""
        if word == "accept":
            self._wanted_once[f"{openid} {template_id}"] = self._wanted_once.get(f"{openid} {template_id}", 0) + 1
        row: dict[str, Field] = {"TemplateId": template_id, "SubscribeStatusString": word, "PopupScene": 1}
        return self._subscription_event(openid, "subscribe_msg_popup_event", "SubscribeMsgPopupEvent", row, now)

    def subscription_report(self, openid: str, message_id: int, code: int, *, now: datetime) -> CallbackRequest:
        row: dict[str, Field] = {
            "TemplateId": "t",
            "MsgID": message_id,
            "ErrorCode": code,
            "ErrorStatus": "user refuse",
        }
        return self._subscription_event(openid, "subscribe_msg_sent_event", "SubscribeMsgSentEvent", row, now)

    def _subscription_event(
        self, openid: str, event: str, around: str, row: Mapping[str, Field], now: datetime
    ) -> CallbackRequest:
        people: dict[str, Field] = {"ToUserName": self.account_id, "FromUserName": openid}
        head = {**people, "CreateTime": int(now.timestamp()), "MsgType": "event", "Event": event}
        inside = write_xml(**row).removeprefix("<xml>").removesuffix("</xml>")
        body = write_xml(**head).replace("</xml>", f"<{around}><List>{inside}</List></{around}></xml>")
        return self._enveloped(openid, body, now)

    def event(self, openid: str, event: str, key: str = "", *, now: datetime) -> CallbackRequest:
        if event.lower() in {"click", "subscribe", "scan"}:
            self.tapped[openid] = [now]
        fields: dict[str, Field] = {"CreateTime": int(now.timestamp()), "MsgType": "event", "Event": event}
        return self.deliver(openid, {**fields, "EventKey": key}, now=now)

    def scan(self, openid: str, url: str, *, now: datetime) -> CallbackRequest:
        """Somebody holds their telephone before a picture that carries this address: who follows already only scans."""
        scene = next(code.scene for code in self.codes if code.url == url)
        if openid in self._followers:
            return self.event(openid, "SCAN", scene, now=now)
        self._followers.add(openid)
        return self.event(openid, "subscribe", f"qrscene_{scene}", now=now)

    def message(
        self, openid: str, message_type: str, *, now: datetime, msg_id: str = "", **fields: Field
    ) -> CallbackRequest:
        """Any type of message; `fields` as the platform names them."""
        self.spoke[openid] = [now]
        head: dict[str, Field] = {"CreateTime": int(now.timestamp()), "MsgType": message_type}
        return self.deliver(openid, {**head, **fields, "MsgId": message_id(msg_id)}, now=now)

    def deliver(self, openid: str, fields: dict[str, Field], *, now: datetime) -> CallbackRequest:
        people: dict[str, Field] = {"ToUserName": self.account_id, "FromUserName": openid}
        plain = {**people, **fields}
        if self.mode is Mode.SAFE:
            return self._enveloped(openid, write_xml(**plain), now)
        timestamp, nonce = seconds(now), next_nonce()
        query = {"signature": plain_signature(self.token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
        query["openid"] = openid
        if self.mode is Mode.PLAIN:
            return CallbackRequest("POST", address(self.path, **query), write_xml(**plain).encode())
        sealed = self.sealer.seal(write_xml(**plain))
        query |= {"encrypt_type": "aes", "msg_signature": self.sealer.signature(timestamp, nonce, sealed)}
        return CallbackRequest("POST", address(self.path, **query), write_xml(**{**plain, "Encrypt": sealed}).encode())

    def _enveloped(self, openid: str, xml: str, now: datetime) -> CallbackRequest:
        timestamp, nonce = seconds(now), next_nonce()
        sealed = self.sealer.seal(xml)
        query = {"signature": plain_signature(self.token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
        query |= {"openid": openid, "encrypt_type": "aes"}
        query["msg_signature"] = self.sealer.signature(timestamp, nonce, sealed)
        body = write_xml(ToUserName=self.account_id, Encrypt=sealed)
        return CallbackRequest("POST", address(self.path, **query), body.encode())

    # what the person sees of our answer

    def read_answer(self, body: bytes) -> str | None:
        if body in (b"", b"success"):
            return None
        fields = parse(body) if self.mode is Mode.PLAIN else self.sealer.read_sealed_xml(body)
        assert fields["MsgType"] == "text"
        assert fields["FromUserName"] == self.account_id
        return fields["Content"]

    # what we call

    async def _stable_token(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if (asked["appid"], asked["secret"], asked["grant_type"]) != (self.app_id, self.secret, "client_credential"):
            return await self.reply(error_code(40125), request)
        if asked.get("force_refresh"):
            self.invalidate_token()
        return await self.reply({"access_token": self.access_token, "expires_in": 7200}, request)

    async def _create_code(self, request: web.Request) -> web.Response:
        """An answer with data has no errcode."""
        fault = self.code_faults.take() or self.refuse_token(request)
        if fault is not None:
            return await play(fault, request, self._released)
        asked = await request.json()
        scene, seconds = asked["action_info"]["scene"]["scene_str"], asked.get("expire_seconds")
        is_permanent = asked["action_name"] == "QR_LIMIT_STR_SCENE"
        if not 1 <= len(scene) <= 64 or not (is_permanent or asked["action_name"] == "QR_STR_SCENE"):
            return await self.reply(error_code(40053), request)
        if not is_permanent and not 0 < seconds <= 2_592_000:
            return await self.reply(error_code(40097), request)
        url = f"http://weixin.qq.com/q/{len(self.codes):04d}Kp0"
        self.codes.append(SceneCode(scene, url, None if is_permanent else seconds))
        told = {"ticket": f"gQ{len(self.codes)}==", "url": url}
        return await self.reply(told if is_permanent else {**told, "expire_seconds": seconds}, request)

    async def _custom_send(self, request: web.Request) -> web.Response:
        return await self.take(request, self._receive)

    async def _receive(self, request: web.Request) -> dict[str, object] | Fault:
        payload = await request.json()
        if refusal := self.refuse_token(request) or self._refuse_person(payload["touser"]):
            return refusal
        text = shown_text(payload)
        if not text or len(text.encode()) > 2048:
            return error_code(45002 if text else 44004)
        if refusal := self._count(payload["touser"]):
            return refusal
        self.sent.append(SentMessage(payload["touser"], text, payload))
        return {"errcode": 0, "errmsg": "ok"}

    def _refuse_person(self, openid: str) -> Fault | None:
        return error_code(43004) if openid in self.blocked else None

    def _count(self, openid: str) -> Fault | None:
        """Five within 48 hours of a word, three within a minute of a tap; without a clock nobody counts."""
        if self.clock is None:
            return None
        now = self.clock()
        windows = ((self.tapped.get(openid), timedelta(minutes=1), 3), (self.spoke.get(openid), timedelta(hours=48), 5))
        is_open = False
        for window, span, most in windows:
            if window and now < window[0] + span:
                is_open = True
                if len(window) <= most:
                    window.append(now)
                    return None
        return error_code(45047 if is_open else 45015)

    async def _template_send(self, request: web.Request) -> web.Response:
        return await self.take(request, self._receive_template)

    async def _subscribe_send(self, request: web.Request) -> web.Response:
        return await self.take(request, self._receive_template)

    async def _receive_template(self, request: web.Request) -> dict[str, object] | Fault:
        payload = await request.json()
        openid, client_id = payload["touser"], payload.get("client_msg_id", "")
        if refusal := self.refuse_token(request) or self._refuse_person(openid) or refuse_fields(payload["data"]):
            return refusal
        if client_id and client_id in self._client_ids:
            return error_code(45065)
        wanted = f"{openid} {payload['template_id']}"
        if request.path.endswith("bizsend"):
            if not self._wanted_once.get(wanted):
                return error_code(43101)
            self._wanted_once[wanted] -= 1
        self._client_ids.add(client_id)
        sent = TemplateMessage(
            openid, int(next_message_id()), {name: one["value"] for name, one in payload["data"].items()}
        )
        self.templates.append(sent)
        return {"errcode": 0, "errmsg": "ok", "msgid": sent.id}

    async def _menu_create(self, request: web.Request) -> web.Response:
        return await self.take(request, self._receive_menu)

    async def _receive_menu(self, request: web.Request) -> dict[str, object] | Fault:
        payload = await request.json()
        if refusal := self.refuse_token(request):
            return refusal
        self.menus.append(payload)
        return {"errcode": 0, "errmsg": "ok"}


@dataclass(frozen=True, slots=True)
class TemplateMessage:
    """A template or subscription message as the person sees it."""

    to: str
    id: int
    fields: dict[str, str]


_LONGEST = {"thing": 20, "phrase": 5, "name": 10, "character_string": 32, "number": 32, "phone_number": 17}


def refuse_fields(data: dict[str, dict[str, str]]) -> Fault | None:
    """Empty, too long, or of the wrong letters."""
    for name, one in data.items():
        kind, value = name.rstrip("0123456789"), one["value"]
        if not value or len(value) > _LONGEST.get(kind, 200) or "\n" in value:
            return error_code(47003)
        if kind == "phrase" and not all("\u4e00" <= letter <= "\u9fff" for letter in value):
            return error_code(47003)
        if kind == "character_string" and not value.isascii():
            return error_code(47003)
    return None


def shown_text(payload: dict[str, Any]) -> str:
    if payload["msgtype"] == "msgmenu":
        menu = payload["msgmenu"]
        assert all(choice["id"] and choice["content"] for choice in menu["list"])
        return str(menu["head_content"])
    return str(payload["text"]["content"])


def plain_signature(token: str, timestamp: str, nonce: str) -> str:
    """wechatpy can only check this signature, so it is made with its signer and then checked by it."""
    signer = WeChatSigner()
    signer.add_data(token, timestamp, nonce)
    signature: str = signer.signature
    check_signature(token, signature, timestamp, nonce)
    return signature
