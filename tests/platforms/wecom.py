"""Plays the WeCom platform (企业微信): the app's callbacks, its messages, and the groups' webhooks."""

from datetime import datetime

from aiohttp import web

from tests.platforms.api_server import ApiServer, SentMessage
from tests.platforms.callback_request import CallbackRequest, address
from tests.platforms.faults import Fault, error_code
from tests.platforms.official_account import AES_KEY, TOKEN
from tests.platforms.wechat_xml import Field, Sealer, message_id, next_message_id, next_nonce, seconds, write_xml

CORP_SECRET = "corp-secret-of-the-office"


class WecomPlatform(ApiServer):
    """`invalid_users` and `unlicensed_users` are named in an answer with errcode 0, as the platform does."""

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
        self.webhook_keys: set[str] = set()
        self._sealer = Sealer(token, aes_key, corp_id)
        self.addresses = {
            self.token_path: self._gettoken,
            "/cgi-bin/message/send": self._message_send,
            "/cgi-bin/webhook/send": self._webhook_send,
        }

    # what the platform sends to us

    def check_url(self, echo: str = "1288432023552776189", *, now: datetime) -> CallbackRequest:
        sealed = self._sealer.seal(echo)
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

    def message(
        self, userid: str, message_type: str, *, now: datetime, msg_id: str = "", **fields: Field
    ) -> CallbackRequest:
        head: dict[str, Field] = {"CreateTime": int(now.timestamp()), "MsgType": message_type}
        return self.deliver(userid, {**head, **fields, "MsgId": message_id(msg_id)}, now=now)

    def deliver(self, userid: str, fields: dict[str, Field], *, now: datetime) -> CallbackRequest:
        people: dict[str, Field] = {"ToUserName": self.corp_id, "FromUserName": userid}
        sealed = self._sealer.seal(write_xml(**{**people, **fields, "AgentID": self.agent_id}))
        body = write_xml(ToUserName=self.corp_id, AgentID=str(self.agent_id), Encrypt=sealed)
        return CallbackRequest("POST", address(self.path, **self._signed(sealed, now)), body.encode())

    # what the person sees of our answer

    def read_answer(self, body: bytes) -> str | None:
        if not body:
            return None
        fields = self._sealer.read_sealed_xml(body)
        assert (fields["MsgType"], fields["FromUserName"]) == ("text", self.corp_id)
        return fields["Content"]

    # what we call

    async def _gettoken(self, request: web.Request) -> web.Response:
        if (request.query["corpid"], request.query["corpsecret"]) != (self.corp_id, self.secret):
            return await self.reply(error_code(40001), request)
        answer = {"errcode": 0, "errmsg": "ok", "access_token": self.access_token, "expires_in": 7200}
        return await self.reply(answer, request)

    async def _message_send(self, request: web.Request) -> web.Response:
        return await self.take(request, self._receive)

    async def _receive(self, request: web.Request) -> dict[str, object] | Fault:
        payload = await request.json()
        if request.query.get("access_token") != self.access_token:
            return error_code(40014)
        if payload["agentid"] != self.agent_id:
            return error_code(40056)
        userid, answer = payload["touser"], {"errcode": 0, "errmsg": "ok", "msgid": next_message_id()}
        if userid in self.invalid_users:
            return {**answer, "invaliduser": userid.lower()}
        if userid in self.unlicensed_users:
            return {**answer, "unlicenseduser": userid.lower()}
        self.sent.append(SentMessage(userid, payload["text"]["content"], payload))
        return dict(answer)

    async def _webhook_send(self, request: web.Request) -> web.Response:
        return await self.take(request, self._receive_for_group)

    async def _receive_for_group(self, request: web.Request) -> dict[str, object] | Fault:
        payload = await request.json()
        key, text = request.query["key"], payload["text"]["content"]
        if self.webhook_keys and key not in self.webhook_keys:
            return error_code(93000)
        if not text or len(text.encode()) > 2048:
            return error_code(40058 if text else 44004)
        self.sent.append(SentMessage(key, text, payload))
        return {"errcode": 0, "errmsg": "ok"}

    def _signed(self, sealed: str, now: datetime) -> dict[str, str]:
        timestamp, nonce = seconds(now), next_nonce()
        signature = self._sealer.signature(timestamp, nonce, sealed)
        return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}
