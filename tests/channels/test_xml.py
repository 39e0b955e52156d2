"""The flat XML of the platforms: what is read, and what nobody is made to read."""

import pytest
import xmltodict
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import CallbackRefused
from bot.channels.xml import cdata, read_fields
from tests.channels.samples import refusal

REFUSED = {
    "nothing": b"",
    "words": "路灯坏了".encode(),
    "cut": b"<xml><ToUserName>gh_1</ToUserName><Encrypt>abc",
    "two roots": b"<xml></xml><xml></xml>",
    "a document type": b"<!DOCTYPE xml><xml><a>1</a></xml>",
    "an outside file": b'<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><a>&f;</a></xml>',
    "a bomb": b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x><y>&b;</y></x>',
    "an unknown entity": b"<xml><a>&nothing;</a></xml>",
    "a well": b"<a>" * 5000 + b"</a>" * 5000,
    "nine storeys": b"<a>" * 9 + b"</a>" * 9,
    "a crowd": b"<xml>" + b"<a/>" * 600 + b"</xml>",
    "another encoding": '<?xml version="1.0" encoding="gbk"?><xml><a>路灯</a></xml>'.encode("gbk"),
    "half a character": b"<xml><a>\xe8\xb7</a></xml>",
    "a bare NUL": b"<xml><a>\x00</a></xml>",
    "a NUL by number": b"<xml><a>&#0;</a></xml>",
    "a lone surrogate": b"<xml><a>&#xD800;</a></xml>",
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_is_not_a_platforms_message_is_refused(body: bytes) -> None:
    assert refusal(lambda: read_fields(body)) == (400, "body")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"<xml></xml>", {}),
        (b"<xml/>", {}),
        (b"\n<xml>\n<a>1</a>\n</xml>\n", {"a": "1"}),
        (b"<xml><a></a><b/></xml>", {"a": "", "b": ""}),
        (b"<xml><a>1</a><a>2</a></xml>", {"a": "1"}),  # the first counts
        (b"<xml><a><![CDATA[1 < 2 & 3]]></a></xml>", {"a": "1 < 2 & 3"}),
        (b"<xml><a>&lt;b&gt;&amp;&#65;</a></xml>", {"a": "<b>&A"}),
        (b"<xml><a><![CDATA[x]]]]><![CDATA[>y]]></a></xml>", {"a": "x]]>y"}),
        (b"<xml><List><Item>1</Item></List><a>2</a></xml>", {"List": "", "a": "2"}),
        (b'<?xml version="1.0" encoding="utf-16"?><xml><a>1</a></xml>', {"a": "1"}),  # its claim is not believed
        (b"\xef\xbb\xbf<xml><a>1</a></xml>", {"a": "1"}),
    ],
)
def test_the_children_of_the_root_are_read(body: bytes, fields: dict[str, str]) -> None:
    assert read_fields(body) == fields


def test_a_long_opinion_is_read_whole() -> None:
    opinion = "路灯坏了，" * 30_000
    assert read_fields(f"<xml><Content>{cdata(opinion)}</Content></xml>".encode()) == {"Content": opinion}


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: f"<xml><a>{text}</a></xml>".encode("utf-8", "replace"))
)
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        read_fields(body)
    except CallbackRefused as refused:
        assert (refused.status, refused.reason) == (400, "body")


@given(st.text(alphabet=st.sampled_from("]>[<&!CDATA路灯\x00\x0b\ud800\uffff\n")))
def test_no_words_of_a_person_break_out_of_the_answer(text: str) -> None:
    read = xmltodict.parse(f"<xml><a>{cdata(text)}</a><b>1</b></xml>", strip_whitespace=False)["xml"]
    kept = "".join(letter for letter in text if letter not in "\x00\x0b\ud800\uffff")
    assert read == {"a": kept or None, "b": "1"}
