#!/usr/bin/env bash
# Runs rdslint for the action: annotations, a job summary, a SARIF file, outputs; then exits as rdslint does.
# A run takes milliseconds, so every report is a run of its own.
set -euo pipefail

binary=${RDSLINT_BIN:-rdslint}
sarif=${INPUT_SARIF_FILE:-rdslint.sarif}
directory=${INPUT_WORKING_DIRECTORY:-.}
# More findings than this are counted, not listed: a job summary has a size limit.
rows=200

cd "$directory"

# The lines of an input that are not empty, each behind an option if one is given.
arguments=()
add() {
    local line
    while IFS= read -r line; do
        line=${line%$'\r'}
        [ -z "$line" ] || arguments+=("${@:2}" "$line")
    done <<<"$1"
}
add "${INPUT_FAIL_ON:-}" --fail-on
if [ "${INPUT_FAIL_ON_UNKNOWN:-false}" = true ]; then arguments+=(--fail-on-unknown); fi
add "${INPUT_MIN_SEVERITY:-}" --min-severity
add "${INPUT_POLICIES:-}" --policy
add "${INPUT_SKIP_POLICIES:-}" --skip-policy
arguments+=(--)
add "${INPUT_PATHS:-.}"

check() {
    "$binary" check --format "$1" "${arguments[@]}"
}

# shellcheck disable=SC2016 # The backticks are Markdown's.
# Turns `file:line:column: severity: message [policy]` into a row of a table.
row='s/^\(.*\):\([0-9]*\):[0-9]*: \([a-z]*\): \(.*\) \[\([a-z0-9-]*\)\]$/| \3 | \4 | `\1:\2` | `\5` |/p'

summarize() {
    echo "### rdslint"
    echo
    case $1 in
    0) echo "No finding at or above the threshold." ;;
    1) echo "**Findings at or above the threshold.**" ;;
    3) echo "**No CloudFormation template and no Terraform file was found.**" ;;
    *) echo "**Something could not be checked**: see the log of this step." ;;
    esac
    if [ -s "$list" ]; then
        printf '\n| level | finding | place | policy |\n|---|---|---|---|\n'
        sed -e 's/|/\\|/g' -e 's/</\&lt;/g' "$list" | sed -n "$row" | head -n "$rows"
        if [ "$findings" -gt "$rows" ]; then printf '\n… and %d more.\n' $((findings - rows)); fi
    fi
    printf '\n%s\n' "$overview"
}

list=$(mktemp)
notes=$(mktemp)
trap 'rm -f "$list" "$notes"' EXIT

mkdir -p "$(dirname "$sarif")"
check sarif >"$sarif" 2>/dev/null || true
code=0
check gcc >"$list" 2>"$notes" || code=$?
# A problem, which is input that could not be read, stands in the list but is no finding.
findings=$(grep -vE '\[problem\]$' "$list" | grep -cE '^.+:[0-9]+:[0-9]+: [a-z]+: .+ \[[a-z0-9-]+\]$' || true)
# What was seen and what could not be decided, in one line.
overview=$(grep -E '^[0-9]+ databases?: ' "$notes" | tail -n 1 || true)

if [ "${INPUT_ANNOTATIONS:-true}" = true ]; then
    check github || true
else
    cat "$list"
    cat "$notes" >&2
fi
summarize "$code" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"

report=$sarif
case $sarif in
/*) ;;
*) if [ "$directory" != . ]; then report=$directory/$sarif; fi ;;
esac
{
    echo "findings=$findings"
    echo "exit-code=$code"
    echo "sarif-file=$report"
} >>"${GITHUB_OUTPUT:-/dev/null}"
exit "$code"
