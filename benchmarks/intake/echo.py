"""The measure to be held against: aiohttp and wechatpy, nothing stored, every text said back."""

import asyncio
import sys

from aiohttp import web
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidAppIdException, InvalidSignatureException
from wechatpy.replies import create_reply
from wechatpy.utils import check_signature

from benchmarks.intake.account import AES_KEY, APP_ID, HOST, PATH, TOKEN

crypto = WeChatCrypto(TOKEN, AES_KEY, APP_ID)


async def answer(request: web.Request) -> web.Response:
    query = request.query
    timestamp, nonce = query["timestamp"], query["nonce"]
    try:
        check_signature(TOKEN, query["signature"], timestamp, nonce)
        plain = crypto.decrypt_message(await request.text(), query["msg_signature"], timestamp, nonce)
    except (InvalidSignatureException, InvalidAppIdException):
        return web.Response(status=403)
    message = parse_message(plain)
    reply = create_reply(message.content, message).render()
    return web.Response(text=crypto.encrypt_message(reply, nonce, timestamp), content_type="application/xml")


def run(port: int, loop: asyncio.AbstractEventLoop | None = None) -> None:
    app = web.Application()
    app.router.add_post(PATH, answer)
    web.run_app(app, host=HOST, port=port, access_log=None, print=None, loop=loop)


if __name__ == "__main__":
    run(int(sys.argv[1]))
