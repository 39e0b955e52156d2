"""The one official account (公众号) that every measured server answers for."""

HOST = "127.0.0.1"
PATH = "/callbacks/official-account"
APP_ID = "wx0123456789abcdef"
ACCOUNT_ID = "gh_0123456789ab"
TOKEN = "token-of-the-benchmark"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
WINDOW_MINUTES = 10
