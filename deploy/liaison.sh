#!/bin/sh
# The command line, from any folder: the tree is two levels above this file (.venv/bin/liaison).
here=$(cd "$(dirname "$0")" && pwd)
tree=$(cd "$here/../.." && pwd)
PYTHONPATH="$tree${PYTHONPATH:+:$PYTHONPATH}" exec "$here/python" -m bot "$@"
