"""What is said of a letter of reply (答复函)."""

from handlers.words.opinions import short

PAPER = "答复函（.docx），可用 Word 或 WPS 打开、盖章。"

PAPER_FOR_OFFICER = "要盖章的答复函请发：答复函 {number}"


def here(number: str, title: str, papers: int) -> str:
    return f"{short(number, title)}的答复函{f'（{papers}份）' if papers > 1 else ''}在下面。"


def elsewhere(number: str, title: str) -> str:
    """Where files cannot go."""
    return (
        f"{short(number, title)}的答复函这里发不了文件，请在网页聊天或企业微信里发“答复函 {number}”，或向代表工委要。"
    )
