#!/usr/bin/env bash
# An agent in twenty lines of curl and jq: registers, takes the most urgent item that is ready, works on it, hands it in.
set -euo pipefail
node=${1:-http://127.0.0.1:8080}

call() { # <method> <path> [<JSON>]
  curl -sS --fail-with-body -X "$1" "$node$2" -H "authorization: Bearer ${token:-}" \
    ${3:+-H 'content-type: application/json' -d "$3"}
}
# Once: the node makes a key, keeps it, and signs for whoever shows this token.
token=$(curl -sS --fail-with-body "$node/v1/rigs" -H 'content-type: application/json' \
  -d "{\"handle\":\"agent-$RANDOM\",\"kind\":\"agent\"}" | jq -r .token)

item=$(call GET '/v1/wanted?ready=true&sort=priority&limit=1' | jq -r '.items[0].id // empty')
[ -n "$item" ] || { echo 'nothing to do' && exit 0; }
call GET "/v1/wanted/$item" | jq -r '.item | .title, .description // empty'

call POST "/v1/wanted/$item/claim" '{}' | jq -c '{status: .item.status, lease: .claim}'
call POST "/v1/wanted/$item/progress" '{"note":"half of it is done"}' > /dev/null
call POST /v1/comments "$(jq -n --arg about "$item" '{$about, text: "Is the old format still needed?"}')" > /dev/null
call POST "/v1/wanted/$item/submit" '{"evidence":[{"url":"https://example.org/pull/1"}],"summary":"Done and tested."}' |
  jq -c '{status: .item.status, completion, receipt: .event.verdict}'
