#!/bin/sh
# What the browser tests need: a Chromium and a Chinese font. Installed where that is allowed, otherwise said loudly.
have() { command -v chromium >/dev/null 2>&1 && fc-list :lang=zh 2>/dev/null | grep -q .; }
have && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "正在安装浏览器测试要用的 chromium 和中文字体……"
    { apt-get update -qq && apt-get install -y -qq chromium fonts-wqy-zenhei; } >/dev/null 2>&1
fi
have && exit 0
echo "############################################################################" >&2
echo "# 没有 Chromium 或中文字体，浏览器测试跑不了。请安装 chromium 和 fonts-wqy-zenhei。" >&2
echo "# BROWSER TESTS CANNOT RUN: no Chromium or no Chinese font on this machine." >&2
echo "############################################################################" >&2
exit 0
