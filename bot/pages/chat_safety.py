"""Who may knock at the chat: loopback only while anybody may play anybody, and never on behalf of a strange page."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

FORWARDING = ("Forwarded", "Via", "X-Real-IP")
LOOPBACK = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?", re.IGNORECASE | re.ASCII)
CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def is_loopback_host(host: str) -> bool:
    """True for localhost, 127.0.0.0/8 and [::1], with or without a port; false for what only resolves there."""
    return LOOPBACK.fullmatch(host) is not None


def is_forwarded(request: web.BaseRequest) -> bool:
    named = any(name in request.headers for name in FORWARDING)
    return named or any(name.lower().startswith("x-forwarded") for name in request.headers)


def is_from_elsewhere(request: web.BaseRequest, public_url: str) -> bool:
    """True when a browser says that another site's page sent this. Programs send no Origin and are no browser."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}
    return urlsplit(origin).netloc not in {request.headers.get("Host", ""), urlsplit(public_url).netloc}


def check(request: web.BaseRequest, *, demo_personas: bool, public_url: str) -> None:
    """Raise 403 for a request that must not be served."""
    host = request.headers.get("Host", "")
    if demo_personas and (is_forwarded(request) or not is_loopback_host(host)):
        raise web.HTTPForbidden(text="演示身份只能在本机使用。")
    changes = request.method in CHANGES or request.headers.get("Upgrade", "").lower() == "websocket"
    if changes and is_from_elsewhere(request, public_url):
        raise web.HTTPForbidden(text="请从本网站的页面发送。")


def client_address(request: web.BaseRequest) -> str:
    """Where the visitor sits: the last hop our own proxy wrote, else the peer. One IPv6 household is one address."""
    address = request.remote or ""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    if forwarded and _is_near(address):
        address = forwarded
    return ":".join(address.split(":")[:4]) if address.count(":") > 3 else address


def _is_near(address: str) -> bool:
    """A proxy of ours is on this machine or in the house's own network."""
    try:
        return ip_address(address).is_private
    except ValueError:
        return False
