"""A request as a platform sends it to our address."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class CallbackRequest:
    """`body` is empty for the check of a new address, which is a GET."""

    method: str
    path_query: str
    body: bytes = b""
    content_type: str = "text/xml"

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.path_query).query, keep_blank_values=True))


def address(path: str, **query: str) -> str:
    return f"{path}?{urlencode(query)}"
