"""The menu under a chat (聊天下方的菜单): of the 公众号 and of the WeCom app alike."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MenuWord:
    """One word of the menu under the chat: it says something, opens a page, or holds others."""

    name: str
    say: str = ""
    url: str = ""
    words: "tuple[MenuWord, ...]" = ()

    def button(self) -> dict[str, object]:
        if self.words:
            return {"name": self.name, "sub_button": [word.button() for word in self.words]}
        if self.url:
            return {"type": "view", "name": self.name, "url": self.url}
        return {"type": "click", "name": self.name, "key": self.say}
