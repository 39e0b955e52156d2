#!/bin/sh
# backup.sh CONFIG FOLDER: one more backup; of the older ones the last 14 stay, and the first of each month.
set -eu
config=$1 folder=$2 kept=14
here=$(cd "$(dirname "$0")/.." && pwd)
"${LIAISON:-$here/.venv/bin/liaison}" --config "$config" backup "$folder/liaison-$(date +%Y-%m-%d-%H%M%S).backup"
cd "$folder"
for file in $(ls -r liaison-????-??-??-??????.backup | tail -n +$((kept + 1))); do
    month=${file%-??-??????.backup}
    first=$(ls "$month"-??-??????.backup | head -n 1)
    [ "$file" = "$first" ] || rm -- "$file"
done
