#!/bin/sh
# The command line, from any folder: the tree is two levels above this file (.venv/bin/liaison).
# -P keeps the present folder out of what is imported.
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
tree=$(cd "$here/../.." && pwd)
PYTHONPATH="$tree${PYTHONPATH:+:$PYTHONPATH}" exec "$here/python" -P -m bot "$@"
