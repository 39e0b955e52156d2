"""Plays the official account's platform (公众号): calls our address, takes customer service messages."""

from datetime import datetime
from enum import StrEnum

from aiohttp import web
from wechatpy.utils import WeChatSigner, check_signature

from tests.platforms.api_server import ApiServer, SentMessage
from tests.platforms.callback_request import CallbackRequest, address
from tests.platforms.faults import Fault, error_code
from tests.platforms.wechat_xml import Field, Sealer, message_id, next_nonce, parse, seconds, write_xml

TOKEN = "callback-token"
APP_SECRET = "app-secret-of-the-office"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


class Mode(StrEnum):
    PLAIN = "明文"
    COMPATIBLE = "兼容"
    SAFE = "安全"


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
        self._sealer = Sealer(token, aes_key, app_id)
        self.addresses = {self.token_path: self._stable_token, "/cgi-bin/message/custom/send": self._custom_send}

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

    def event(self, openid: str, event: str, key: str = "", *, now: datetime) -> CallbackRequest:
        fields: dict[str, Field] = {"CreateTime": int(now.timestamp()), "MsgType": "event", "Event": event}
        return self.deliver(openid, {**fields, "EventKey": key}, now=now)

    def message(
        self, openid: str, message_type: str, *, now: datetime, msg_id: str = "", **fields: Field
    ) -> CallbackRequest:
        """Any type of message; `fields` as the platform names them."""
        head: dict[str, Field] = {"CreateTime": int(now.timestamp()), "MsgType": message_type}
        return self.deliver(openid, {**head, **fields, "MsgId": message_id(msg_id)}, now=now)

    def deliver(self, openid: str, fields: dict[str, Field], *, now: datetime) -> CallbackRequest:
        people: dict[str, Field] = {"ToUserName": self.account_id, "FromUserName": openid}
        plain = {**people, **fields}
        timestamp, nonce = seconds(now), next_nonce()
        query = {"signature": plain_signature(self.token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
        query["openid"] = openid
        if self.mode is Mode.PLAIN:
            return CallbackRequest("POST", address(self.path, **query), write_xml(**plain).encode())
        sealed = self._sealer.seal(write_xml(**plain))
        shown = plain if self.mode is Mode.COMPATIBLE else {"ToUserName": self.account_id}
        query |= {"encrypt_type": "aes", "msg_signature": self._sealer.signature(timestamp, nonce, sealed)}
        return CallbackRequest("POST", address(self.path, **query), write_xml(**{**shown, "Encrypt": sealed}).encode())

    # what the person sees of our answer

    def read_answer(self, body: bytes) -> str | None:
        if body in (b"", b"success"):
            return None
        fields = parse(body) if self.mode is Mode.PLAIN else self._sealer.read_sealed_xml(body)
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

    async def _custom_send(self, request: web.Request) -> web.Response:
        return await self.take(request, self._receive)

    async def _receive(self, request: web.Request) -> dict[str, object] | Fault:
        payload = await request.json()
        if refusal := self.refuse_token(request):
            return refusal
        if payload["touser"] in self.blocked:
            return error_code(43004)
        text = payload["text"]["content"]
        if not text or len(text.encode()) > 2048:
            return error_code(45002 if text else 44004)
        self.sent.append(SentMessage(payload["touser"], text, payload))
        return {"errcode": 0, "errmsg": "ok"}


def plain_signature(token: str, timestamp: str, nonce: str) -> str:
    """wechatpy can only check this signature, so it is made with its signer and then checked by it."""
    signer = WeChatSigner()
    signer.add_data(token, timestamp, nonce)
    signature: str = signer.signature
    check_signature(token, signature, timestamp, nonce)
    return signature
