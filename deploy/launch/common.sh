# What the commands share: words on the screen, settings, names of services. Sourced, never run.

SERVICES=(accounts catalog orders payments shipping storefront)
SIMULATOR_NAMES=(message-gateway-simulator bank-simulator ghn-simulator vnpost-simulator vnpay-simulator momo-simulator zalopay-simulator)

say() { printf '%s\n' "$*"; }
step() { printf '\033[1m▸ %s\033[0m\n' "$*"; }
fail() {  # fail "what happened" "what helps" [log file]
  printf '\033[31m✗ %s\033[0m\n' "$1" >&2
  [ -n "${2:-}" ] && printf '  What helps: %s\n' "$2" >&2
  [ -n "${3:-}" ] && { printf '  Log: %s\n' "$3" >&2; tail -n 15 "$3" 2>/dev/null | sed 's/^/    /' >&2; }
  exit 1
}

# takes_nothing COMMAND "$@": a mistyped word is told, not left unheard.
takes_nothing() { [ $# = 1 ] || fail "'$1' does not know '$2'." "./chophien $1 --help"; }

# What nobody foresaw must not end a command without a word. Within $( ) a failure is an answer; the trap of the shell around it speaks.
surprise() { [ "$BASH_SUBSHELL" != 0 ] || printf '\033[31m✗ This ended unexpectedly\033[0m at %s line %s: %s (%s)\n' "${2#"$ROOT/"}" "$3" "$4" "$1" >&2; }
trap 'surprise $? "${BASH_SOURCE[0]}" "$LINENO" "$BASH_COMMAND"' ERR

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

random_key() { head -c 32 /dev/urandom | base64 -w0; }
random_word() { head -c 18 /dev/urandom | base64 -w0 | tr '+/' 'AB'; }

# Reads the settings, making the file with fresh secrets the first time.
load_settings() {
  CHOPHIEN_CONF=${CHOPHIEN_CONF:-$ROOT/etc/chophien.conf}
  if [ ! -e "$CHOPHIEN_CONF" ]; then
    mkdir -p "$(dirname "$CHOPHIEN_CONF")"
    local mask
    mask=$(umask)
    umask 077  # Before the file is opened.
    {
      cat "$ROOT/deploy/chophien.conf.example"
      printf '\n# Secrets, made on the first start. Losing FIELD_KEY loses every phone number and address.\n'
      printf 'FIELD_KEY=%s\nINTERNAL_KEY=%s\n' "$(random_key)" "$(random_key)"
      printf 'BANK_WEBHOOK_SECRET=%s\nGHN_TOKEN=%s\nGHN_WEBHOOK_SECRET=%s\nVNPOST_PASSWORD=%s\n' \
        "$(random_word)" "$(random_word)" "$(random_word)" "$(random_word)"
      for service in "${SERVICES[@]}"; do printf 'DB_PASSWORD_%s=%s\n' "${service^^}" "$(random_word)"; done
    } > "$CHOPHIEN_CONF.new"
    umask "$mask"
    mv "$CHOPHIEN_CONF.new" "$CHOPHIEN_CONF"  # Whole or not there.
  fi
  # Secrets that came with a later release, for a file made by an earlier one.
  local secret
  for secret in REPLY_SECRET VNPAY_HASH_SECRET MOMO_ACCESS_KEY MOMO_SECRET_KEY ZALOPAY_KEY1 ZALOPAY_KEY2; do
    grep -q "^$secret=" "$CHOPHIEN_CONF" || printf '%s=%s\n' "$secret" "$(random_word)" >> "$CHOPHIEN_CONF"
  done
  set -a
  # First what it does not name: a file of an earlier release has no word for what came later, somebody may have taken a line out.
  # shellcheck disable=SC1091
  source "$ROOT/deploy/chophien.conf.example"
  # shellcheck disable=SC1090
  source "$CHOPHIEN_CONF"
  set +a
  local port
  for port in EDGE_PORT SERVICE_PORT_BASE SIMULATOR_PORT_BASE; do
    if ! [[ "${!port}" =~ ^[1-9][0-9]{0,4}$ ]] || [ "${!port}" -gt 65500 ]; then
      fail "$port is '${!port}', which is no port." "Set it in $CHOPHIEN_CONF to a whole number up to 65500."
    fi
  done
  case "$DATA_DIR" in /*) ;; *) DATA_DIR=$ROOT/$DATA_DIR ;; esac
  BUILD=$ROOT/build/$PRESET
  RUN=$DATA_DIR/run LOGS=$DATA_DIR/log
  DB_SOCKET=$RUN/db.sock REDIS_SOCKET=$RUN/redis.sock
  EDGE_URL=http://127.0.0.1:$EDGE_PORT
  if [ ${#DB_SOCKET} -gt 100 ]; then
    fail "The path of the data folder is too long for Unix sockets: $DATA_DIR" "Set DATA_DIR in $CHOPHIEN_CONF to a shorter folder."
  fi
}

port_of() {  # port_of orders
  local i=0 name
  for name in "${SERVICES[@]}"; do i=$((i + 1)); [ "$name" = "$1" ] && { echo $((SERVICE_PORT_BASE + i)); return; }; done
  i=0
  for name in "${SIMULATOR_NAMES[@]}"; do i=$((i + 1)); [ "$name" = "$1" ] && { echo $((SIMULATOR_PORT_BASE + i)); return; }; done
  return 1
}

# A process is ours when its pid file's process still has the start time we wrote beside the pid.
# A dead process that nobody has collected yet (state Z) does not count.
start_time_of() { [ -r "/proc/$1/stat" ] && sed 's/.*) //' "/proc/$1/stat" 2> /dev/null | awk '$1 != "Z" {print $20}'; }
pid_of() {
  local file=$RUN/$1.pid pid started
  [ -r "$file" ] || return 1
  read -r pid started < "$file"
  [ -n "$pid" ] && [ -n "$started" ] && [ "$(start_time_of "$pid")" = "$started" ] && echo "$pid"
}
is_running() { pid_of "$1" > /dev/null; }
remember() { echo "$2 $(start_time_of "$2")" > "$RUN/$1.pid"; }

# taker_of PORT: "pid 4711 (nginx)" of whoever listens there, "another user's process", or nothing.
taker_of() {
  local inode link
  inode=$(awk -v port="$(printf ':%04X' "$1")" '$4 == "0A" && $2 ~ port "$" {print $10; exit}' /proc/net/tcp /proc/net/tcp6 2> /dev/null)
  [ -n "$inode" ] || return 0
  link=$(find /proc/[0-9]*/fd -lname "socket:\\[$inode\\]" -print -quit 2> /dev/null) || true
  link=${link#/proc/}
  [ -n "$link" ] || { echo "another user's process"; return 0; }
  echo "pid ${link%%/*} ($(tr '\0' ' ' < "/proc/${link%%/*}/cmdline" 2> /dev/null | cut -c1-80))"
}

# needs_port NAME PORT SETTING: fails, naming who is there, before anything is started on a port that is taken.
needs_port() {
  local taker
  taker=$(taker_of "$2")
  [ -z "$taker" ] || fail "Port $2, which $1 needs, is taken by $taker." "End that, or change $3 in $CHOPHIEN_CONF."
}

# launch NAME command…: in its own session, logging to LOGS/NAME.log, remembered in RUN/NAME.pid.
launch() {
  local name=$1
  shift
  setsid "$@" >> "$LOGS/$name.log" 2>&1 < /dev/null &
  remember "$name" $!
}

# wait_until SECONDS "what for" command…: polls the condition, twenty times a second.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift 2
  until "$@" > /dev/null 2>&1; do
    [ $SECONDS -ge $deadline ] && return 1
    sleep 0.05
  done
}

stop_one() {  # stop_one NAME [seconds]
  local pid
  pid=$(pid_of "$1") || { rm -f "$RUN/$1.pid"; return 0; }
  kill -TERM "$pid" 2> /dev/null || true
  gone() { [ -z "$(start_time_of "$pid")" ]; }
  wait_until "${2:-15}" "$1 to stop" gone || kill -KILL "$pid" 2> /dev/null || true
  rm -f "$RUN/$1.pid"
}
