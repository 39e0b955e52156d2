#!/bin/sh
# Tencent's own code that the tests speak with (tests/peers). Without npm that is said loudly; in CI it is a failure.
cd "$(dirname "$0")/../tests/peers" || exit 1
if command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1; then
    [ node_modules/.package-lock.json -nt package-lock.json ] && exit 0
    npm ci --no-audit --no-fund --silent && touch node_modules/.package-lock.json && exit 0
fi
echo "############################################################################" >&2
echo "# 没有 Node.js 和 npm，或装不了 tests/peers：与腾讯官方代码的互通测试跑不了。" >&2
echo "# PEER TESTS CANNOT RUN: no node and npm, or tests/peers could not be installed." >&2
echo "############################################################################" >&2
[ -z "${CI:-}" ]
