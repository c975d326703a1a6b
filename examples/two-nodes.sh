#!/usr/bin/env bash
# Two nodes on this machine, one item, one reputation. A rig of one node does the work on an item of the other, is accepted and
# stamped, and both nodes come to show the same. Needs what `npm run setup` makes; keeps nothing; stops at the first thing that
# is not so. Set KEEP=1 to keep the data directories and logs, WASTELAND=<path> to run another program than this clone's.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
program=${WASTELAND:-$root/bin/wasteland.mjs}
work=$(mktemp -d -t two-nodes.XXXXXX)
pids=()

step() { printf '\n== %s\n' "$*"; }
fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

finish() {
  status=$?
  trap - EXIT
  for pid in "${pids[@]}"; do kill -TERM "$pid" 2> /dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2> /dev/null || true; done
  if [ "$status" -ne 0 ]; then
    for log in "$work"/*.log; do
      [ -f "$log" ] && printf -- '--- end of %s\n' "$log" >&2 && tail -n 20 "$log" >&2
    done
  fi
  if [ "${KEEP:-}" = 1 ]; then echo "kept: $work"; else rm -rf "$work"; fi
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

# Nothing of the user's own settings or keys: the commands find theirs below $work.
for name in $(compgen -e WASTELAND_ || true); do
  [ "$name" = WASTELAND_DOLT_BIN ] || unset "$name"
done
export XDG_CONFIG_HOME="$work/config"

wasteland() { "$program" "$@"; }
# json <expression>: what the expression makes of the JSON on stdin, which it calls `a`.
json() {
  node -e 'const a = JSON.parse(require("fs").readFileSync(0, "utf8"));
    const value = new Function("a", `return ${process.argv[1]}`)(a);
    console.log(typeof value === "string" ? value : JSON.stringify(value));' "$1"
}
# same <what> <one> <other>
same() {
  [ "$2" = "$3" ] || fail "$1 differ:
  on A: $2
  on B: $3"
  echo "same on both: $1"
}

# start <name>: a node on free ports; sets <name>_url, <name>_ledger, <name>_commons.
start() {
  local name=$1 line
  WASTELAND_DATA_DIR="$work/$name" WASTELAND_NAME="$name" WASTELAND_PORT=0 WASTELAND_DOLT_REMOTE_PORT=0 \
    WASTELAND_ALLOW_PRIVATE_PEERS=true WASTELAND_SYNC_SCHEDULE='0 0 1 1 *' \
    "$program" serve > "$work/$name.log" 2>&1 &
  pids+=($!)
  for _ in $(seq 300); do
    line=$(grep -m 1 '"msg":"ready"' "$work/$name.log" || true)
    [ -z "$line" ] || break
    kill -0 "${pids[-1]}" 2> /dev/null || fail "node $name ended before it was ready"
    sleep 0.2
  done
  [ -n "$line" ] || fail "node $name was not ready within a minute"
  printf -v "${name}_url" '%s' "$(json a.url <<< "$line")"
  printf -v "${name}_ledger" '%s' "$(json a.remotes.ledger <<< "$line")"
  printf -v "${name}_commons" '%s' "$(json a.remotes.commons <<< "$line")"
  echo "node $name: $(json a.url <<< "$line"), $(json a.node <<< "$line")"
}
on_a() { WASTELAND_URL="$a_url" WASTELAND_DATA_DIR="$work/a" wasteland "$@"; }
on_b() { WASTELAND_URL="$b_url" WASTELAND_DATA_DIR="$work/b" wasteland "$@"; }

step 'two nodes'
start a
start b

step 'rigs: alice and bob with keys of their own, vera and bruno with keys that their nodes keep'
on_a key new --name alice
on_a rig register alice --key alice
on_b key new --name bob
on_b rig register bob --key bob --kind agent
vera=$(curl -fsS "$a_url/v1/rigs" -H 'content-type: application/json' -d '{"handle":"vera","name":"Vera Валидатор"}' | json a.token)
bruno=$(on_b rig register bruno --custodial --json | json a.token)

step 'ten items on A'
on_a post --key alice --file "$root/examples/board.jsonl"
[ "$(curl -fsS "$a_url/v1/wanted?limit=200" | json a.items.length)" = 10 ] || fail 'A does not show ten items'

step 'peered both ways'
on_a peer add "$b_url"
on_b peer add "$a_url"
on_b sync
on_b browse --status open
[ "$(curl -fsS "$b_url/v1/wanted?limit=200" | json a.items.length)" = 10 ] || fail 'B does not show the items of A'

step 'bob, at home on B, does the work on an item of A'
item=$(curl -fsSG "$b_url/v1/wanted" --data-urlencode 'q=upstream hosting company' | json 'a.items[0].id')
on_b claim "$item" --key bob
on_b progress "$item" --key bob --note 'reading the protocol'
on_b comment "$item" 'May the work be split in two?' --key bob
on_a sync
on_a comment "$item" 'Yes, as long as both parts are reviewed.' --key alice
on_b submit "$item" --key bob --evidence https://example.org/pull/1 --summary 'A node that anyone can run.'

step 'alice, who posted it, accepts; vera of A and bruno of B stamp it in three dimensions'
on_a accept "$item" --key alice --reason 'does what it says'
on_b sync
completion=$(curl -fsS "$a_url/v1/wanted/$item" | json 'a.completions.at(-1).id')
curl -fsS "$a_url/v1/stamps" -H "authorization: Bearer $vera" -H 'content-type: application/json' -d '{
  "completion": "'"$completion"'", "severity": "branch", "message": "careful work",
  "dimensions": {"quality": {"score": 4.5, "confidence": 0.9}, "reliability": {"score": 4, "confidence": 0.73},
                 "creativity": {"score": 3.5, "confidence": 0.3}}}' > /dev/null
on_b stamp "$item" --token "$bruno" --quality 5:0.8 --reliability 4.5:0.6 --creativity 4:0.5 --skill protocols

step 'sync, until neither learns anything'
for _ in 1 2; do
  on_a sync
  on_b sync
done
on_b show "$item"
on_b rig show bob

step 'both nodes show the same'
at_a=$(curl -fsS "$a_url/v1/wanted/$item")
at_b=$(curl -fsS "$b_url/v1/wanted/$item")
for part in item completions comments stamps history; do
  same "$part" "$(json "a.$part" <<< "$at_a")" "$(json "a.$part" <<< "$at_b")"
done
[ "$(json a.item.status <<< "$at_a")" = completed ] || fail 'the item is not completed'
[ "$(json a.stamps.length <<< "$at_a")" = 2 ] || fail 'there are not two stamps'
[ "$(json a.comments.length <<< "$at_a")" = 2 ] || fail 'there are not two comments'
for act in wanted.posted wanted.claimed work.progressed work.submitted work.accepted; do
  [ "$(json "a.history.filter((entry) => entry.type === '$act' && entry.verdict === 'ok').length" <<< "$at_a")" = 1 ] ||
    fail "$act does not stand once in the history"
done
bob=$(json 'a.completions[0].worker.id' <<< "$at_a")
evidence_a=$(curl -fsS "$a_url/v1/rigs/$bob/reputation" | json a.evidence)
same 'evidence about bob' "$evidence_a" "$(curl -fsS "$b_url/v1/rigs/$bob/reputation" | json a.evidence)"
for dimension in quality reliability creativity; do
  [ "$(json "[a.$dimension.stamps, a.$dimension.validators]" <<< "$evidence_a")" = '[2,2]' ] || fail "$dimension: $evidence_a"
done
digest_a=$(on_a digest --json)
same digest "$digest_a" "$(on_b digest --json)"
same 'digest over HTTP' "$(curl -fsS "$a_url/v1/digest")" "$(curl -fsS "$b_url/v1/digest")"
json '`events ${a.events}\nverdicts ${a.verdicts}\nprojection ${a.projection}`' <<< "$digest_a"

step 'every signature verified again, by each node for itself'
on_a verify
on_b verify

step 'anybody can clone both databases of both, without an account'
dolt=${WASTELAND_DOLT_BIN:-$(wasteland doctor --json --data-dir "$work/a" | json a.dolt.bin || true)}
[ -n "$dolt" ] || fail 'wasteland doctor names no Dolt'
mkdir -p "$work/clones/home"
cd "$work/clones" # Dolt wants to write where it runs.
export DOLT_ROOT_PATH="$work/clones/home"
"$dolt" config --global --add metrics.disabled true > /dev/null
for name in a b; do
  ledger="${name}_ledger" commons="${name}_commons"
  "$dolt" clone "${!ledger}" "$work/clones/$name-ledger" > /dev/null
  "$dolt" clone "${!commons}" "$work/clones/$name-commons" > /dev/null
  merges=$(cd "$work/clones/$name-ledger" && "$dolt" log --merges --oneline | sed $'s/\e\\[[0-9;]*m//g')
  [ -n "$merges" ] || fail "dolt log of the ledger of $name shows no merge"
  printf 'merges in the ledger of %s:\n%s\n' "$name" "$merges"
  status=$(cd "$work/clones/$name-commons" && "$dolt" sql -r csv -q "select status from wanted where id = '$item'" | tail -n 1)
  [ "$status" = completed ] || fail "the commons of $name say $status"
  echo "the commons of $name say: $status"
done

step 'both nodes stop'
for pid in "${pids[@]}"; do kill -TERM "$pid"; done
for pid in "${pids[@]}"; do wait "$pid" || fail "a node ended with status $?"; done
pids=()
echo
echo 'two nodes, one item, one reputation: all as it should be'
