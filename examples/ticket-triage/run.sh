#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs an experiment from its plan to the promoted winner on a server of its own; see README.md.
# Exit codes: 0 the better version was promoted, 1 it was not, else that of the command that failed.

set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
ratchet=${RATCHET:-$here/../../ratchet} # words: a launcher, or java with its options
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || :; rm -rf "$work"' EXIT
cp -R "$here/prompts" "$here/ratchet.yaml" "$here/behaviours.json" "$work"
cd "$work"

$ratchet --version >&2 # builds where that is needed
$ratchet serve --port 0 >out 2>log &
server=$!
until RATCHET_URL=$(sed -n 's/^ratchet listening on //p' out) && [ -n "$RATCHET_URL" ]; do
  kill -0 "$server" 2>/dev/null || { cat log >&2; exit 1; }
  sleep 0.2
done
export RATCHET_URL

$ratchet experiment create --name shown-form --control v1.0.0 --treatment v1.1.0 --allocation 50/50 \
  --target-sample-size 100 --min-success-rate-delta 5 --auto-promote --start

ticket() {
  printf '{"model": "prompt:triage", "ratchet": {"unit": "customer-%s", "variables": {"ticket": "Ticket %s: my parcel is late"}}}' "$1" "$1"
}
number=0
while [ "$number" -lt 600 ]; do
  number=$((number + 1))
  ticket "$number" >"ticket-$number.json"
done
echo "sending 600 tickets"
seq 600 | xargs -P 8 -I N curl -sf -o /dev/null -H 'content-type: application/json' \
  -d @ticket-N.json "$RATCHET_URL/v1/chat/completions"

looks=0
until $ratchet experiment show shown-form --json | grep -q '"status" *: *"PROMOTED"'; do
  looks=$((looks + 1))
  [ "$looks" -lt 20 ] || { $ratchet experiment status shown-form; exit 1; }
  sleep 1
done
$ratchet experiment status shown-form
$ratchet experiment history shown-form
$ratchet prompts list
