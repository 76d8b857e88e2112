#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Serves two ONNX files made elsewhere, pilots one at a site, tries it on everybody and promotes it; see README.md.
# Exit codes: 0 the better version was promoted, 1 it was not, else that of the command that failed.

set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
ratchet=${RATCHET:-$here/../../ratchet} # words: a launcher, or java with its options
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || :; rm -rf "$work"' EXIT
cp "$here"/*.onnx "$here"/*.json "$here"/*.csv "$work"
cd "$work"

$ratchet --version >&2 # builds where that is needed
: >out
$ratchet serve --port 0 >out 2>log &
server=$!
until RATCHET_URL=$(sed -n 's/^ratchet listening on //p' out) && [ -n "$RATCHET_URL" ]; do
  kill -0 "$server" 2>/dev/null || { cat log >&2; exit 1; }
  sleep 0.2
done
export RATCHET_URL

say() { printf '\n== %s\n' "$*"; }
# Verb, path and body; prints the answer, and fails with it where the server refuses.
ask() {
  curl -sS --fail-with-body -X "$1" -H 'content-type: application/json' -d "$3" "$RATCHET_URL$2" || { echo >&2; exit 1; }
}
expect() { # text, what it must hold
  case $1 in *"$2"*) ;; *) printf 'expected %s in: %s\n' "$2" "$1" >&2; exit 1 ;; esac
}
# The rows of the table from number $1 to $2, as the fields $3 of a batch asks for them.
rows() {
  awk -F, -v from="$1" -v to="$2" -v wanted="$3" '
    NR == 1 { for (i = 3; i < NF; i++) name[i] = $i; next }
    NR - 1 < from || NR - 1 > to { next }
    { printf "%s", (n++ ? ",\n" : "") }
    wanted == "users" { printf "\"%s\"", $1 }
    wanted == "labels" { printf "[\"%s\", \"%s\"]", $1, $NF }
    wanted == "features" {
      for (i = 3; i < NF; i++) printf "%s\"%s\": %s", (i > 3 ? ", " : "{"), name[i], $i
      printf "}"
    }' held-out.csv
}

say "two files made elsewhere: what they take is declared, and proven by inputs with known answers"
for version in first:1.0.0 second:2.0.0; do
  file=${version%:*}
  curl -sS --fail-with-body -F "file=@$file.onnx" -F "version=${version#*:}" -F "reason=the $file file of the laboratory" \
    -F "signature=<signature.json" -F "golden=<$file-golden.json" "$RATCHET_URL/api/models/tumour/versions" >registered
  expect "$(cat registered)" '"kind":"onnx"'
done
ask POST /api/models/tumour/versions/1.0.0/stage '{"stage": "production", "reason": "the first there is"}' >stage
ask PUT /api/models/tumour/aliases/challenger '{"version": "2.0.0"}' >alias

say "one patient"
ask POST /predict "{\"features\": $(rows 1 1 features), \"user_id\": \"patient-001\"}" | tee one
expect "$(cat one)" '"model_version":"v1.0.0"'

say "a batch of four, by the challenger"
ask POST /predict/batch "{\"model\": \"tumour\", \"version\": \"challenger\", \"batch_features\": [$(rows 1 4 features)],
  \"user_ids\": [$(rows 1 4 users)]}" | tee batch
expect "$(cat batch)" '"model_version":"v2.0.0"'

say "what is not asked for as declared is refused, every fault named"
curl -sS -H 'content-type: application/json' "$RATCHET_URL/predict" \
  -d '{"model": "tumour", "features": {"mean_radius": "large", "colour": 1}}' >refused
expect "$(cat refused)" 'features.colour'
expect "$(cat refused)" 'features.mean_radius'
cut -c 1-300 refused

say "a pilot: the north is served by the second version, everybody else as before"
ask PUT /api/models/tumour/route '{"reason": "pilot in the north", "versions": [{"version": "1.0.0"}],
  "segments": [{"name": "north", "criteria": {"site": ["north"]}, "versions": [{"version": "2.0.0"}]}]}' >route
for site in north south; do
  ask POST /predict "{\"features\": $(rows 5 5 features), \"user_id\": \"patient-005\", \"attributes\": {\"site\": \"$site\"}}" >"$site"
done
expect "$(cat north)" '"model_version":"v2.0.0"'
expect "$(cat south)" '"model_version":"v1.0.0"'
$ratchet models route tumour
ask PUT /api/models/tumour/route '{"reason": "the pilot is over", "versions": [{"version": "1.0.0"}]}' >route

say "an experiment: half of the patients each, accuracy decides"
ask POST /api/experiments '{"experiment_name": "second-opinion", "model": "tumour", "model_a_version": "v1.0.0",
  "model_b_version": "v2.0.0", "traffic_split": 0.5, "primary_metric": "accuracy", "min_samples_per_variant": 100}' >created
ask POST /api/experiments/second-opinion/start '{}' >started
for from in 1 101 201 301; do
  ask POST /predict/batch "{\"model\": \"tumour\", \"experiment_name\": \"second-opinion\",
    \"batch_features\": [$(rows "$from" $((from + 99)) features)], \"user_ids\": [$(rows "$from" $((from + 99)) users)]}" >"batch-$from"
  expect "$(cat "batch-$from")" '"variant":"treatment"'
done

say "weeks later the laboratory knows: labels join their predictions by the patient"
ask POST /api/experiments/second-opinion/outcomes "[$(rows 1 400 labels)]"

say "the analysis"
looks=0
until ask GET /api/experiments/second-opinion/analysis '' >analysis && grep -q '"decision" *: *"PROMOTE"' analysis; do
  looks=$((looks + 1))
  [ "$looks" -lt 20 ] || { cat analysis; exit 1; }
  sleep 1
done
$ratchet experiment status second-opinion
ask POST /api/experiments/second-opinion/promote '{}' >promoted
$ratchet models show tumour
expect "$(ask GET /api/models/tumour '')" '"production_version":"v2.0.0"'
