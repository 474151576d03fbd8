# Environments of the services and simulators, and starting them. Sourced.

binary_of() {  # binary_of shipping → path
  local found
  found=$(find "$BUILD" -maxdepth 5 -type f -name "$1" -perm -u+x 2> /dev/null | head -n 1)
  [ -n "$found" ] || fail "There is no program '$1' in $BUILD." "./chophien up builds it."
  echo "$found"
}
# What the market is called at the simulated payment providers. Without simulators a provider is offered when it is named.
SIMULATED_TERMINAL=CHOPHIEN
SIMULATED_APP_ID=2554

# if_simulated WORDS: the words where simulators run, else nothing. With status 0: a failure inside an assignment would end `up`.
if_simulated() { if [ "$SIMULATORS" = 1 ]; then echo "$1"; fi; }
# or_simulated NAME WORDS: a setting, or what the simulators go by: without them nothing is assumed, and a service that cannot do
# without refuses to start, naming it. offered_as NAME WORDS: the same, but that an empty setting switches a provider off.
offered_as() { echo "${!1-$(if_simulated "$2")}"; }
or_simulated() { echo "${!1:-$(if_simulated "$2")}"; }
folder_of() { case "$1" in shipping) echo shipping-adapters ;; *) echo "$1" ;; esac; }

# What a market may decide for itself: passed on as the settings say it, else the service's own default holds.
declare -gA CHOICES=(
  [accounts]="ERASE_DAYS ERASE_WAIT_HOURS SESSION_DAYS PASSWORD_HASHES_AT_ONCE"
  [catalog]="EVIDENCE_DIR MEDIA_WORKERS PHOTOS_PER_ACCOUNT"
  [orders]="CART_DAYS COD_PURCHASES EVIDENCE_PER_ADDRESS EVIDENCE_PER_PERSON FLAT_FREIGHT_CARRIER FLAT_FREIGHT_SERVICE FLAT_FREIGHT_VND FLAT_FREIGHT_HALF_KG_VND
    FREIGHT_GUARD_PERCENT HOLD_MINUTES HOLD_MORE_MINUTES PLACING_LANES QUOTE_MINUTES QUOTE_WAIT_MS RETURN_DAYS
    RETURN_FREIGHT_PERCENT UNPAID_HOURS"
  [payments]="MONEY_MODE PAYOUT_DAYS COD_REMIT_DAYS FEE_NOTICE_DAYS VIETQR_MEMO_PREFIX VNPAY_SERVER_IP"
  [shipping]="CARRIERS INSPECTION GHN_INSURANCE_MAX VNPOST_CONTRACT VNPOST_SERVICE VNPOST_WEBHOOK_RECIPE BOOKING_BACKOFF_MS
    BOOKING_TRIES CARRIER_TIMEOUT_MS POLL_AFTER_S QUOTE_CACHE_S QUOTE_DEADLINE_MS"
  [storefront]="CART_DAYS ERASE_DAYS PAGE_CACHE_MB"
  [every]="OUTBOX_DAYS HTTP_QUEUE IO_THREADS"
)

# environment_of orders: fills the array ENVIRONMENT.
environment_of() {
  local service=$1 password=DB_PASSWORD_${1^^}
  ENVIRONMENT=(
    PATH="$PATH" LANG=C.UTF-8 TZ=UTC ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=0}" UBSAN_OPTIONS=print_stacktrace=1
    TSAN_OPTIONS="${TSAN_OPTIONS:-}"
    LISTEN_PORT="$(port_of "$service")" LOG_LEVEL="$LOG_LEVEL" ALLOW_CLOCK="$ALLOW_CLOCK"
    FAULT_POINTS="${FAULT_POINTS:-}" CLOCK_OFFSET_MS="${CLOCK_OFFSET_MS:-0}"
    DB_SOCKET="$DB_SOCKET" DB_SCHEMA="$service" DB_USER="$service" DB_PASSWORD="${!password:-}" DB_POOL="$DB_POOL"
    REDIS_SOCKET="$REDIS_SOCKET" INTERNAL_KEY="$INTERNAL_KEY" FIELD_KEY="$FIELD_KEY"
    TOKEN_PUBLIC_KEY_FILE="$DATA_DIR/keys/token-public.pem" MIGRATIONS="$ROOT/$(folder_of "$service")/store/migrations"
    PLACES_FILE="$BUILD/share/places.tsv" PUBLIC_URL="${PUBLIC_URL:-$EDGE_URL}"
    PEER_ACCOUNTS="http://127.0.0.1:$(port_of accounts)" PEER_CATALOG="http://127.0.0.1:$(port_of catalog)"
    PEER_ORDERS="http://127.0.0.1:$(port_of orders)" PEER_PAYMENTS="http://127.0.0.1:$(port_of payments)"
    PEER_SHIPPING="http://127.0.0.1:$(port_of shipping)"
  )
  case "$service" in
    orders) ENVIRONMENT+=(GATEWAY_URL="$(or_simulated GATEWAY_URL "http://127.0.0.1:$(port_of message-gateway-simulator)")"
        REPLY_SECRET="$REPLY_SECRET" EVIDENCE_DAYS="${EVIDENCE_DAYS:-180}") ;;
    accounts) ENVIRONMENT+=(TOKEN_PRIVATE_KEY_FILE="$DATA_DIR/keys/token-private.pem"
        GATEWAY_URL="$(or_simulated GATEWAY_URL "http://127.0.0.1:$(port_of message-gateway-simulator)")"
        CODES_PER_PHONE="${CODES_PER_PHONE:-5}" CODES_PER_ADDRESS="${CODES_PER_ADDRESS:-20}" CODES_PER_DEVICE="${CODES_PER_DEVICE:-10}" CODE_GAP_S="${CODE_GAP_S:-60}"
        INVITES_PER_ACCOUNT="${INVITES_PER_ACCOUNT:-30}" INVITES_PER_PHONE="${INVITES_PER_PHONE:-5}") ;;
    catalog) ENVIRONMENT+=(MEDIA_DIR="$DATA_DIR/media" SEARCH_DIR="$DATA_DIR/search" MEDIA_URL_PREFIX=/anh/
        MEDIA_WORKER="$(binary_of catalog-media-worker)" VIPS_CONCURRENCY=1) ;;
    payments) ENVIRONMENT+=(VIETQR_BANK_BIN="$VIETQR_BANK_BIN" VIETQR_ACCOUNT="$VIETQR_ACCOUNT" VIETQR_HOLDER="$VIETQR_HOLDER"
        VIETQR_EXPIRY_MIN="$VIETQR_EXPIRY_MIN" BANK_WEBHOOK_SECRET="$BANK_WEBHOOK_SECRET"
        SEPAY_WEBHOOK_SECRET="${SEPAY_WEBHOOK_SECRET:-}" SEPAY_API_KEY="${SEPAY_API_KEY:-}" CASSO_WEBHOOK_KEY="${CASSO_WEBHOOK_KEY:-}"
        CASSO_SECURE_TOKEN="${CASSO_SECURE_TOKEN:-}" PAYOS_CHECKSUM_KEY="${PAYOS_CHECKSUM_KEY:-}"
        GATEWAY_EXPIRY_MIN="${GATEWAY_EXPIRY_MIN:-30}" VNPAY_HASH_SECRET="$VNPAY_HASH_SECRET" MOMO_ACCESS_KEY="$MOMO_ACCESS_KEY"
        MOMO_SECRET_KEY="$MOMO_SECRET_KEY" ZALOPAY_KEY1="$ZALOPAY_KEY1" ZALOPAY_KEY2="$ZALOPAY_KEY2"
        VNPAY_TMN_CODE="$(offered_as VNPAY_TMN_CODE "$SIMULATED_TERMINAL")" MOMO_PARTNER_CODE="$(offered_as MOMO_PARTNER_CODE "$SIMULATED_TERMINAL")"
        ZALOPAY_APP_ID="$(offered_as ZALOPAY_APP_ID "$SIMULATED_APP_ID")"
        VNPAY_PAY_URL="$(or_simulated VNPAY_PAY_URL "$EDGE_URL/mo-phong/vnpay/paymentv2/vpcpay.html")"
        VNPAY_API_URL="$(or_simulated VNPAY_API_URL "http://127.0.0.1:$(port_of vnpay-simulator)/merchant_webapi/api/transaction")"
        MOMO_API_URL="$(or_simulated MOMO_API_URL "http://127.0.0.1:$(port_of momo-simulator)")"
        ZALOPAY_API_URL="$(or_simulated ZALOPAY_API_URL "http://127.0.0.1:$(port_of zalopay-simulator)")") ;;
    shipping) ENVIRONMENT+=(GHN_URL="$(or_simulated GHN_URL "http://127.0.0.1:$(port_of ghn-simulator)/shiip/public-api")" GHN_TOKEN="$GHN_TOKEN"
        GHN_SHOP_ID="$(or_simulated GHN_SHOP_ID 100001)" GHN_WEBHOOK_SECRET="$GHN_WEBHOOK_SECRET"
        VNPOST_URL="$(or_simulated VNPOST_URL "http://127.0.0.1:$(port_of vnpost-simulator)")" VNPOST_USER="$(or_simulated VNPOST_USER chophien)"
        VNPOST_PASSWORD="$VNPOST_PASSWORD" VNPOST_CUSTOMER="$(or_simulated VNPOST_CUSTOMER T000000001)"
        VNPOST_WEBHOOK_PUBLIC_KEY_FILE="$(or_simulated VNPOST_WEBHOOK_PUBLIC_KEY_FILE "$DATA_DIR/keys/vnpost-public.pem")") ;;
    storefront) ENVIRONMENT+=(STATIC_DIR="$BUILD/share/storefront" TEMPLATE_DIR="$ROOT/storefront/templates"
        LOCALE_DIR="$BUILD/share/locale" COOKIES_SECURE="$COOKIES_SECURE"
        BANK_SIM_URL="$(if_simulated /mo-phong/ngan-hang)" INBOX_URL="$(if_simulated /mo-phong/tin-nhan)"
        CONTACT="${CONTACT:-}" EVIDENCE_DAYS="${EVIDENCE_DAYS:-180}") ;;
  esac
  local choice
  for choice in ${CHOICES[$service]} ${CHOICES[every]}; do
    [ -n "${!choice+set}" ] && ENVIRONMENT+=("$choice=${!choice}")
  done
  return 0
}

simulator_environment() {
  ENVIRONMENT=(PATH="$PATH" LANG=C.UTF-8 TZ=UTC ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=0}" LOG_LEVEL="$LOG_LEVEL"
    LISTEN_PORT="$(port_of "$1")" PLACES_FILE="$BUILD/share/places.tsv" STATE_FILE="$DATA_DIR/$1.state" SIM_STEP_S="$SIM_STEP_S" SIM_FAIL_PERCENT="$SIM_FAIL_PERCENT")
  case "$1" in
    message-gateway-simulator) ENVIRONMENT+=(REPLY_URL="http://127.0.0.1:$(port_of orders)/webhooks/messages"
        REPLY_SECRET="$REPLY_SECRET") ;;
    bank-simulator) ENVIRONMENT+=(WEBHOOK_URL="http://127.0.0.1:$(port_of payments)/webhooks/vietqr" WEBHOOK_SECRET="$BANK_WEBHOOK_SECRET"
        VIETQR_ACCOUNT="$VIETQR_ACCOUNT") ;;
    vnpay-simulator) ENVIRONMENT+=(WEBHOOK_URL="http://127.0.0.1:$(port_of payments)/webhooks/vnpay" VNPAY_TMN_CODE="$SIMULATED_TERMINAL"
        VNPAY_HASH_SECRET="$VNPAY_HASH_SECRET") ;;
    momo-simulator) ENVIRONMENT+=(PUBLIC_BASE="$EDGE_URL" MOMO_PARTNER_CODE="$SIMULATED_TERMINAL" MOMO_ACCESS_KEY="$MOMO_ACCESS_KEY"
        MOMO_SECRET_KEY="$MOMO_SECRET_KEY") ;;
    zalopay-simulator) ENVIRONMENT+=(PUBLIC_BASE="$EDGE_URL" ZALOPAY_APP_ID="$SIMULATED_APP_ID" ZALOPAY_KEY1="$ZALOPAY_KEY1"
        ZALOPAY_KEY2="$ZALOPAY_KEY2") ;;
    ghn-simulator) ENVIRONMENT+=(WEBHOOK_URL="http://127.0.0.1:$(port_of shipping)/webhooks/ghn/$GHN_WEBHOOK_SECRET" GHN_TOKEN="$GHN_TOKEN"
        GHN_SHOP_ID="${GHN_SHOP_ID:-100001}" STATE_FILE="$DATA_DIR/ghn-simulator.json") ;;
    vnpost-simulator) ENVIRONMENT+=(WEBHOOK_URL="http://127.0.0.1:$(port_of shipping)/webhooks/vnpost" VNPOST_USER="${VNPOST_USER:-chophien}"
        VNPOST_PASSWORD="$VNPOST_PASSWORD" VNPOST_CUSTOMER="${VNPOST_CUSTOMER:-T000000001}" PUBLIC_KEY_FILE="$DATA_DIR/keys/vnpost-public.pem"
        PRIVATE_KEY_FILE="$DATA_DIR/keys/vnpost-private.pem" STATE_FILE="$DATA_DIR/vnpost-simulator.json") ;;
  esac
}

is_ready() { curl -fsS -o /dev/null --max-time 2 "http://127.0.0.1:$(port_of "$1")/readyz"; }
came_up_or_ended() { is_ready "$1" || ! is_running "$1"; }
listens() { curl -sS -o /dev/null --max-time 2 "http://127.0.0.1:$(port_of "$1")/healthz"; }

make_keys() {
  mkdir -p "$DATA_DIR/keys"
  chmod 700 "$DATA_DIR/keys"
  [ -e "$DATA_DIR/keys/token-private.pem" ] || "$(binary_of accounts)" make-keys "$DATA_DIR/keys" >> "$LOGS/accounts.log" 2>&1 ||
    fail "The signing keys could not be made." "The log says why." "$LOGS/accounts.log"
}

migrate_service() {  # As root of the private database: the services' own users may not change tables.
  environment_of "$1"
  env -i "${ENVIRONMENT[@]}" DB_USER=root DB_PASSWORD= "$(binary_of "$1")" migrate >> "$LOGS/$1.log" 2>&1 ||
    fail "The tables of '$1' could not be brought up to date." "The log names the migration." "$LOGS/$1.log"
}

start_service() { environment_of "$1"; launch "$1" env -i "${ENVIRONMENT[@]}" "$(binary_of "$1")"; }
start_simulator() { simulator_environment "$1"; launch "$1" env -i "${ENVIRONMENT[@]}" "$(binary_of "$1")"; }

# start_all_services: everything that does not run yet; waits until all are ready.
start_all_services() {
  local name started=()
  for name in "${SERVICES[@]}"; do is_running "$name" || needs_port "$name" "$(port_of "$name")" SERVICE_PORT_BASE; done
  if [ "$SIMULATORS" = 1 ]; then
    for name in "${SIMULATOR_NAMES[@]}"; do is_running "$name" || needs_port "$name" "$(port_of "$name")" SIMULATOR_PORT_BASE; done
    for name in "${SIMULATOR_NAMES[@]}"; do is_running "$name" || { start_simulator "$name"; started+=("$name"); }; done
    for name in "${started[@]}"; do
      wait_until 20 "$name" listens "$name" || fail "$name does not answer." "Is port $(port_of "$name") taken? The log says why." "$LOGS/$name.log"
    done
  fi
  for name in "${SERVICES[@]}"; do is_running "$name" || start_service "$name"; done
  for name in "${SERVICES[@]}"; do
    wait_until 40 "$name" came_up_or_ended "$name" || fail "$name is not ready." "Is port $(port_of "$name") taken? The log says why." "$LOGS/$name.log"
    is_running "$name" || fail "$name ended as soon as it was started." "The end of its log says why; settings stand in $CHOPHIEN_CONF." "$LOGS/$name.log"
  done
}

stop_all() {
  local name stopping=()
  [ -d "$RUN" ] || return 0
  stop_edge
  for name in storefront payments shipping orders catalog accounts "${SIMULATOR_NAMES[@]}"; do
    # In the background: each drains on its own.
    (stop_one "$name") &
    stopping+=($!)
  done
  wait "${stopping[@]}"
  stop_one redis
  stop_one mariadb 60
}
