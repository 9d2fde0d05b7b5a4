# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by the scripts in this folder; sourced, not run.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The package's folder; every script works there, so that a second run finds what the first one made.
ROOT=$PWD
VENV=$ROOT/.build/venv

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit "${2:-1}"
}

# seconds_since START: with one decimal; START is a value of $EPOCHREALTIME.
seconds_since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'; }

# The builds that this processor runs, best first, on one line.
runnable_builds() { "$ROOT/Scripts/eidolon" --which-builds; }
