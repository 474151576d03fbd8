#!/usr/bin/env bash
# Measures a market of 10,000 products on this machine, each figure beside the machine's own limit of the same run.
# All load goes to 127.0.0.1 and ends by itself. Called by ./chophien bench with the number of products and the seconds a row.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
export ROOT=$root
cd "$root"
size=$1 seconds=$2  # Products; seconds a row.

home=$root/build/bench-market
export CHOPHIEN_CONF=$home/chophien.conf
mkdir -p "$home"
source deploy/launch/common.sh
if [ ! -e "$CHOPHIEN_CONF" ]; then
  (load_settings)
  printf '\nDATA_DIR=%s/data\nEDGE_PORT=28080\nSERVICE_PORT_BASE=28100\nSIMULATOR_PORT_BASE=28110\nPRESET=release\nSIM_STEP_S=3600\nSIGN_IN_RATE=200\nSIGN_IN_BURST=500\nLOG_LEVEL=warn\n' "$home" >> "$CHOPHIEN_CONF"
fi
load_settings
source deploy/launch/services.sh
trap './chophien down > /dev/null 2>&1 || true' EXIT

clock() { date +%s.%N; }
since() { echo "$(clock) - $1" | bc 2> /dev/null || awk -v a="$(clock)" -v b="$1" 'BEGIN {printf "%.2f", a - b}'; }

if [ -e "$DATA_DIR/demo-loaded" ] && [ "$(cat "$home/size" 2> /dev/null)" != "$size" ]; then ./chophien down > /dev/null; rm -rf "$DATA_DIR"; fi
made="its market of $size stood already"
[ -e "$DATA_DIR/demo-loaded" ] || made="a market of $size made"
begun=$(clock)
DEMO_ORDERS=60 ./chophien up --no-build --size "$size"
echo "$size" > "$home/size"
first=$(since "$begun")
./chophien down > /dev/null
sync
begun=$(clock); ./chophien up --no-build > /dev/null; cold=$(since "$begun")
begun=$(clock); ./chophien up --no-build > /dev/null; warm=$(since "$begun")

catalog=http://127.0.0.1:$(port_of catalog) storefront=http://127.0.0.1:$(port_of storefront) orders=http://127.0.0.1:$(port_of orders)
slug=$(curl -fsS "$catalog/v1/products?limit=1" | jq -r '.items[0].slug')
category=$(curl -fsS "$catalog/v1/products/$slug" | jq -r .category)
head -c 1024 /dev/zero | tr '\0' 'x' > "$DATA_DIR/media/bench-1k.txt"

row() { printf '%-46s %12s %10s %10s   %s\n' "$@"; }
# load NAME CONNECTIONS URL [wrk words…] → sets RPS P50 P99, prints a row
load() {
  local name=$1 connections=$2 url=$3
  shift 3
  local out
  out=$(wrk -t2 -c"$connections" -d"${seconds}s" --latency -H 'Connection: keep-alive' -H 'Accept-Encoding: identity' "$@" "$url")
  RPS=$(awk '/Requests\/sec/ {printf "%.0f", $2}' <<< "$out")
  P50=$(awk '$1 == "50%" {print $2}' <<< "$out") P99=$(awk '$1 == "99%" {print $2}' <<< "$out")
  local bad
  bad=$(awk '/Non-2xx/ {print $NF}' <<< "$out")
  row "$name" "$RPS" "$P50" "$P99" "${bad:+$bad answers were not 2xx!}${NOTE:-}"
  NOTE=
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.2f", b ? a / b : 0}'; }
errors_of() { jq -r '"errors: \(.errors)" + (if .first_error then " (first: \(.first_error | .[0:160]))" else "" end)' <<< "$1"; }
verdict() {  # verdict "words" VALUE AT-LEAST [what it was once]
  awk -v w="$1" -v v="$2" -v f="$3" -v once="${4:+, $4}" 'BEGIN {printf "    %s = %.2f (floor %.2f%s)  %s\n", w, v, f, once, (v >= f ? "reached" : "NOT REACHED")}'
}

echo
echo "$(nproc) cores, $size products, $seconds s a row, $(date -u +%FT%TZ)"
row "" "requests/s" p50 p99 ""
hello=$(binary_of bench-hello)
"$hello" 28199 > /dev/null 2>&1 &
hello_pid=$!
hello_up() { curl -fsS -o /dev/null http://127.0.0.1:28199/; }
wait_until 10 hello hello_up
load "limit: bare Pistache hello, 1 KB" 64 http://127.0.0.1:28199/; hello_rps=$RPS
load "limit: nginx static, 1 KB" 64 "$EDGE_URL/anh/bench-1k.txt"; static_rps=$RPS
load "product JSON, service" 64 "$catalog/v1/products/$slug"; verdict "of hello" "$(ratio "$RPS" "$hello_rps")" 0.6
load "product JSON, edge" 64 "$EDGE_URL/api/catalog/v1/products/$slug"; verdict "of nginx static" "$(ratio "$RPS" "$static_rps")" 0.6
load "product page, service" 64 "$storefront/sp/$slug"; verdict "of hello" "$(ratio "$RPS" "$hello_rps")" 0.4
load "product page, edge" 64 "$EDGE_URL/sp/$slug"
load "listing page, service" 64 "$storefront/danh-muc/$category"
load "listing page, edge" 64 "$EDGE_URL/danh-muc/$category"
SEARCH_PATH='/tim?q=' load "search page, edge (32 queries)" 64 "$EDGE_URL" -s tests/bench/search.lua
load "search JSON, service (32 queries)" 64 "$catalog" -s tests/bench/search.lua
load "search JSON, service, 16 connections" 16 "$catalog" -s tests/bench/search.lua
SEARCH_UNIQUE=1 load "the same, no query twice" 16 "$catalog" -s tests/bench/search.lua
awk -v p="$P99" 'BEGIN {v = p + 0; if (p ~ /us$/) v /= 1000; else if (p ~ /[0-9]s$/ && p !~ /ms$/) v *= 1000; printf "    p99 = %.1f ms (ceiling 25)  %s\n", v, (v <= 25 ? "reached" : "NOT REACHED")}'
kill "$hello_pid"

echo
row "" "per second" p50 p99 ""
one=$("$(binary_of bench-rawdb)" --socket "$DB_SOCKET" --mode one-row --connections 32 --seconds "$seconds")
row "limit: durable one-row commits, 32 connections" "$(jq -r '.per_second | round' <<< "$one")" "$(jq -r '.p50_ms' <<< "$one")ms" "$(jq -r '.p99_ms' <<< "$one")ms" ""
# Money and stock must not have made placing slower: what the market of the first sittings reached, before harvests, fills,
# substitutes and clocks stood beside the order. A share of the bare transaction, for machines differ.
then="the first market: 0.16 to 0.20"
for clients in 16 64; do
  bare=$("$(binary_of bench-rawdb)" --socket "$DB_SOCKET" --mode five-row --connections "$clients" --seconds "$seconds")
  row "limit: bare five-row transaction, $clients" "$(jq -r '.per_second | round' <<< "$bare")" "$(jq -r '.p50_ms' <<< "$bare")ms" "$(jq -r '.p99_ms' <<< "$bare")ms" ""
  for lines in 1 3; do
    placed=$("$(binary_of bench-orders)" --orders "$orders" --catalog "$catalog" --clients "$clients" --seconds "$seconds" --lines "$lines")
    row "orders placed, $clients clients, $lines kinds each" "$(jq -r '.per_second | round' <<< "$placed")" "$(jq -r '.p50_ms' <<< "$placed")ms" "$(jq -r '.p99_ms' <<< "$placed")ms" "$(errors_of "$placed")"
    verdict "of the bare transaction" "$(ratio "$(jq -r .per_second <<< "$placed")" "$(jq -r .per_second <<< "$bare")")" 0.3 "$then"
    [ "$lines" = 1 ] && distinct=$(jq -r .per_second <<< "$placed")
  done
done
hot=$("$(binary_of bench-orders)" --orders "$orders" --catalog "$catalog" --clients 64 --seconds "$seconds" --lines 1 --shops 1)
row "orders placed, 64 clients, all of one variant" "$(jq -r '.per_second | round' <<< "$hot")" "$(jq -r '.p50_ms' <<< "$hot")ms" "$(jq -r '.p99_ms' <<< "$hot")ms" "$(errors_of "$hot")"
verdict "of distinct variants" "$(ratio "$(jq -r .per_second <<< "$hot")" "$distinct")" 0.5

echo
echo "start: first $first s ($made), after down $cold s, again $warm s (ceiling 5)"
./chophien down > /dev/null; ./chophien up --no-build > /dev/null
curl -fsS -o /dev/null "$EDGE_URL/"
echo "resident after a fresh start (ceiling 80 MB for each service):"
./chophien status | awk 'NR > 1 {printf "    %-28s %s %s\n", $1, $(NF > 6 ? 4 : 3), $(NF > 6 ? 5 : 4)}'

echo
node tests/bench/lighthouse.mjs "$EDGE_URL" "$home/lighthouse" || true
