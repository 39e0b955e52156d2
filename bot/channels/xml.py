"""The flat XML of WeChat messages: read with no trust in the sender, written so that no text can break out."""

import re
from xml.parsers import expat

from bot.channels.base import CallbackRefused

_DEPTH_LIMIT = 8
_ELEMENT_LIMIT = 500
_ROW = 3  # how deep a List stands
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Fields(dict[str, str]):
    """The children of the root by name, the first of each. `lists` are the rows of what the platform calls List."""

    def __init__(self) -> None:
        super().__init__()
        self.lists: list[dict[str, str]] = []


class _Reader:
    """Collects the children of the root and rows two levels below; the rest is well-formedness to check and nothing to read.

    `text` is what was said since the last element began or ended.
    """

    __slots__ = ("_depth", "_elements", "fields", "text")

    def __init__(self) -> None:
        self.fields = Fields()
        self.text: list[str] = []
        self._depth = 0
        self._elements = 0

    def start(self, name: str, _attributes: object) -> None:
        self._depth += 1
        if self._depth == _ROW and name == "List":
            self.fields.lists.append({})
        self._elements += 1
        self.text.clear()
        if self._depth > _DEPTH_LIMIT or self._elements > _ELEMENT_LIMIT:
            raise CallbackRefused(400, "body")

    def end(self, name: str) -> None:
        if self._depth == 2:
            self.fields.setdefault(name, "".join(self.text))
        elif self._depth == _ROW + 1 and self.fields.lists:
            self.fields.lists[-1].setdefault(name, "".join(self.text))
        self.text.clear()
        self._depth -= 1


def read_fields(body: bytes) -> Fields:
    reader = _Reader()
    parser = expat.ParserCreate("UTF-8")  # whatever encoding the body claims for itself
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.CharacterDataHandler = reader.text.append
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        parser.Parse(body, True)
    except expat.ExpatError:
        raise CallbackRefused(400, "body") from None
    return reader.fields


def cdata(text: str) -> str:
    """`text` as XML character data, without the characters XML cannot carry."""
    clean = _NOT_XML.sub("", text)
    return "<![CDATA[" + clean.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _refuse_document_type(*_declaration: object) -> None:
    raise CallbackRefused(400, "body")
