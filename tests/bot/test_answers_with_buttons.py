"""Inside a callback there are only words: what could be pressed can be typed there, too, and a repeat says the same."""

from pathlib import Path

from tests.journeys.story import telling


async def test_the_clerk_is_told_in_the_answer_what_to_type(database_url: str, tmp_path: Path) -> None:
    async with telling(tmp_path, database_url) as story:
        zhaomin = story.wecom("zhaomin")
        number = (await story.voter("oZhang").says("西关村村口的路灯坏了半个月").hears("编号")).number
        asked = story.platforms.wecom.text("zhaomin", f"转群 {number}", now=story.clock.now(), msg_id="77")
        first = await zhaomin.bring(asked)
        assert first.words is not None
        assert first.words.endswith("可发：已发 1")
        again = story.platforms.wecom.text("zhaomin", f"转群 {number}", now=story.clock.now(), msg_id="77")
        assert (await zhaomin.bring(again)).words == first.words
