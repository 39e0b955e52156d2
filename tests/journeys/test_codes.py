"""A code hangs at the door: written by the command, scanned, and what is said next belongs to that station and deputy."""

import asyncio
from io import BytesIO
from pathlib import Path

import segno

from bot.commands.coding import write_codes
from bot.commands.inviting import invite
from tests.journeys.conftest import Tell
from tests.journeys.county import COUNTY
from tests.journeys.people import ChatPerson
from tests.journeys.story import Story
from tests.platforms.faults import NOT_JSON, error_code

FORTNIGHT = 14 * 86_400


async def written(
    story: Story,
    folder: Path,
    *,
    stations: tuple[str, ...] = (),
    deputies: tuple[str, ...] = (),
    days: int | None = None,
) -> str:
    """The command beside the running service; what it could not get."""
    config = story.service.config
    done, trouble = await asyncio.to_thread(
        write_codes, config, folder, stations=stations, deputies=deputies, days=days
    )
    assert str(folder) in done
    return trouble


def carries(picture: Path, address: str) -> bool:
    drawn, expected = segno.make_qr(address, error="q"), BytesIO()
    drawn.save(expected, kind="png", scale=1200 // drawn.symbol_size(border=4)[0], border=4)
    return picture.read_bytes() == expected.getvalue()


async def open_chat(story: Story, scene: str) -> ChatPerson:
    """As the page does when it is opened with a scene."""
    visitor = await story.visitor()
    status, page = await story.get(f"/chat?s={scene}")
    assert (status, f'data-scene="{scene}"' in page) == (200, True)
    await visitor.send(f"scan-2026-11-23-{scene}", kind="event", scene=scene)
    return visitor


async def test_who_scans_a_stations_code_and_follows_is_greeted_by_it_and_heard_there(
    story: Story, tmp_path: Path
) -> None:
    assert await written(story, tmp_path / "out", stations=("ST02",)) == ""
    platform, voter = story.platforms.official_account, story.voter("oNEW")
    [code] = platform.codes
    assert (code.scene, code.seconds) == ("ST02", None)
    assert carries(tmp_path / "out" / "ST02.png", code.url)
    await voter.sends(platform.scan("oNEW", code.url, now=story.clock.now())).hears("河西镇代表联络站", "直接说")
    number = (await voter.says("西关村村口的路灯坏了半个月").hears("收到了，编号")).number
    assert (await story.book(number)).station == "ST02"
    await story.wecom("hexiulan").hears("【新件】", number)
    await story.is_quiet()
    assert story.wecom("zhaomin").count(number) == 0


async def test_who_follows_already_scans_another_station_and_is_heard_there_from_then_on(
    story: Story, tmp_path: Path
) -> None:
    await written(story, tmp_path / "out", stations=("ST01", "ST02"))
    platform, voter = story.platforms.official_account, story.voter("oOLD")
    first, second = platform.codes
    await voter.sends(platform.scan("oOLD", first.url, now=story.clock.now())).hears("城关镇代表联络站")
    await voter.sends(platform.scan("oOLD", second.url, now=story.clock.now())).hears("河西镇代表联络站")
    number = (await voter.says("西关村村口的路灯坏了半个月").hears("收到了，编号")).number
    assert (await story.book(number)).station == "ST02", "the scanned code goes before the place that is named"


async def test_a_deputys_code_greets_with_both_and_ties_the_next_opinion_to_them(story: Story, tmp_path: Path) -> None:
    await written(story, tmp_path / "out", deputies=("李梅",))
    platform, voter, limei = story.platforms.official_account, story.voter("oNEW"), story.wecom("limei")
    scan = platform.scan("oNEW", platform.codes[0].url, now=story.clock.now())
    await voter.sends(scan).hears("城关镇代表联络站", "李梅代表")
    number = (await voter.says("河湾社区的路灯坏了半个月").hears("收到了，编号")).number
    assert (await story.book(number)).station == "ST01"
    await limei.hears("有选民扫您的码反映", number)
    await limei.says("我的件").hears("经您的码反映（1件）", number)
    await limei.says(f"查 {number}").hears("选民扫您的码反映")
    await story.wecom("zhaomin").says(f"查 {number}").hears("经李梅代表的码反映")
    story.clock.move(minutes=30)
    other = (await voter.says("上营村的自来水停了三天").hears("收到了，编号")).number
    await story.is_quiet()
    await limei.listen()
    assert limei.count(other) == 0


async def test_the_chat_opened_with_a_code_is_the_same_door(story: Story, tmp_path: Path) -> None:
    await written(story, tmp_path / "out", stations=("ST02",), deputies=("李梅",))
    deputy = next(code.scene for code in story.platforms.official_account.codes if code.scene != "ST02")
    address = f"{story.service.config.server.public_url}/chat?s="
    assert carries(tmp_path / "out" / "ST02-chat.png", f"{address}ST02")
    assert carries(tmp_path / "out" / f"李梅-{deputy}-chat.png", f"{address}{deputy}")
    one, other = await open_chat(story, "ST02"), await open_chat(story, deputy)
    await one.hears("河西镇代表联络站")
    await other.hears("城关镇代表联络站", "李梅代表")
    number = (await one.says("西关村村口的路灯坏了半个月").hears("收到了，编号")).number
    assert (await story.book(number)).station == "ST02"
    number = (await other.says("河湾社区的井盖破了，老人差点摔倒").hears("收到了，编号")).number
    assert (await story.book(number)).station == "ST01"
    await story.wecom("limei").hears("有选民扫您的码反映", number)


async def test_a_temporary_code_ends_and_the_page_says_when(story: Story, tmp_path: Path) -> None:
    await written(story, tmp_path / "out", stations=("ST01",), days=7)
    assert story.platforms.official_account.codes[0].seconds == 7 * 86_400
    assert "这个二维码用到" in (tmp_path / "out" / "ST01.html").read_text(encoding="utf-8")


async def test_where_the_platform_refuses_the_chats_address_takes_its_place(story: Story, tmp_path: Path) -> None:
    platform = story.platforms.official_account
    for fault, word in ((error_code(48001), "48001"), (NOT_JSON, "not_json")):
        platform.code_faults.always(fault)
        trouble = await written(story, tmp_path / word, stations=("ST01", "ST02"))
        assert word in trouble
        assert trouble.count("\n") == 0
        assert sorted(file.name for file in (tmp_path / word).glob("*.png")) == ["ST01.png", "ST02.png"]
        address = f"{story.service.config.server.public_url}/chat?s=ST01"
        assert carries(tmp_path / word / "ST01.png", address)


async def test_without_the_account_only_the_chats_address_is_written(tell: Tell, tmp_path: Path) -> None:
    story = await tell(channels__official_account={"enabled": False})
    assert await written(story, tmp_path / "out", stations=("ST01",)) == ""
    assert carries(tmp_path / "out" / "ST01.png", f"{story.service.config.server.public_url}/chat?s=ST01")
    assert "/cgi-bin/qrcode/create" not in story.platforms.official_account.calls


async def test_an_invitation_is_a_scene_of_the_account_for_a_fortnight_and_binds_who_scans_it(
    story: Story, tmp_path: Path
) -> None:
    done, trouble = await asyncio.to_thread(invite, story.service.config, tmp_path / "codes.xlsx")
    assert (f"已写好{len(COUNTY['people'])}人" in done, trouble) == (True, "")
    platform = story.platforms.official_account
    assert {code.seconds for code in platform.codes} == {FORTNIGHT}
    url = platform.codes[1].url  # 何秀兰 is the second of the directory
    voter = story.voter("oHEXIULAN")
    await voter.sends(platform.scan("oHEXIULAN", url, now=story.clock.now())).hears("何秀兰，您好", "绑好了")


async def test_an_invitation_falls_back_to_the_chat_in_one_line(story: Story, tmp_path: Path) -> None:
    story.platforms.official_account.code_faults.always(error_code(45009))
    done, trouble = await asyncio.to_thread(invite, story.service.config, tmp_path / "codes.xlsx")
    assert f"已写好{len(COUNTY['people'])}人" in done
    assert "45009" in trouble
    assert "网页聊天" in trouble
    calls = story.platforms.official_account.calls.count("/cgi-bin/qrcode/create")
    assert calls <= 4, "after a refusal nobody asks on"
