"""A file's bytes as an answer, whole or the part that a player asks for: some play no sound without it."""

from collections.abc import Mapping

from aiohttp import web


def ranged(request: web.Request, data: bytes, headers: Mapping[str, str]) -> web.Response:
    told = {"Accept-Ranges": "bytes", **headers}
    try:
        wanted = request.http_range
    except ValueError:
        return web.Response(body=data, headers=told)
    if wanted.start is None and wanted.stop is None:
        return web.Response(body=data, headers=told)
    start, stop, _ = wanted.indices(len(data))
    if start >= stop:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{len(data)}"})
    told["Content-Range"] = f"bytes {start}-{stop - 1}/{len(data)}"
    return web.Response(status=206, body=data[start:stop], headers=told)
