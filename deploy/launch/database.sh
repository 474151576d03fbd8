# The private MariaDB and Redis on Unix sockets under the data folder. Sourced.

sql_root() { mariadb --no-defaults -uroot -S "$DB_SOCKET" "$@"; }
database_answers() { sql_root -e 'SELECT 1'; }

# megabytes_of SETTING LEAST MOST: what the setting says, or a sixteenth of the machine's memory within these bounds.
megabytes_of() {
  [ "$1" = auto ] || { echo "$1"; return; }
  awk -v least="$2" -v most="$3" '/^MemTotal:/ {m = int($2 / 16384); print (m < least ? least : m > most ? most : m) "M"}' /proc/meminfo
}

start_database() {
  is_running mariadb && return 0
  local data=$DATA_DIR/db user=()
  if [ "$(id -u)" = 0 ]; then user=(--user=root); fi
  cat > "$RUN/my.cnf" <<CONF
[mariadbd]
datadir=$data
socket=$DB_SOCKET
pid-file=$RUN/mariadbd.own.pid
tmpdir=$DATA_DIR/tmp
log-error=$LOGS/mariadb.log
skip-networking
skip-name-resolve
character-set-server=utf8mb4
collation-server=utf8mb4_unicode_ci
transaction-isolation=READ-COMMITTED
innodb_buffer_pool_size=$(megabytes_of "$DB_BUFFER" 128 2048)
innodb_log_file_size=$(megabytes_of "${DB_LOG_FILE:-auto}" 256 1024)
innodb_io_capacity=1000
innodb_io_capacity_max=4000
innodb_flush_neighbors=0
innodb_flush_log_at_trx_commit=$DB_FLUSH
innodb_flush_method=O_DIRECT
performance_schema=OFF
max_connections=400
${DB_SNAPSHOT_ISOLATION:+innodb_snapshot_isolation=$DB_SNAPSHOT_ISOLATION}
CONF
  if [ ! -d "$data/mysql" ]; then
    step "Making the database"
    # --force: it would refuse on a machine whose own name cannot be looked up, which nothing here ever does.
    mariadb-install-db --no-defaults --force "${user[@]}" --datadir="$data" --auth-root-authentication-method=normal \
      --skip-test-db --skip-name-resolve > "$LOGS/mariadb-install.log" 2>&1 ||
      fail "MariaDB could not make its data folder." "Is the disk full? Is $DATA_DIR writable?" "$LOGS/mariadb-install.log"
  fi
  launch mariadb "$(command -v mariadbd || echo /usr/sbin/mariadbd)" --defaults-file="$RUN/my.cnf" "${user[@]}"
  wait_until 60 MariaDB database_answers || fail "MariaDB did not start." "The log says why." "$LOGS/mariadb.log"
}

# One schema and one least-privilege user a service; `migrate` runs as the database's owner.
make_schemas() {
  local service password text=
  for service in "${SERVICES[@]}"; do
    [ "$service" = storefront ] && continue
    password=DB_PASSWORD_${service^^}
    text+="CREATE DATABASE IF NOT EXISTS \`$service\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE USER IF NOT EXISTS '$service'@'localhost' IDENTIFIED BY '${!password}';
ALTER USER '$service'@'localhost' IDENTIFIED BY '${!password}';
GRANT SELECT, INSERT, UPDATE, DELETE ON \`$service\`.* TO '$service'@'localhost';
"
  done
  sql_root <<< "$text" || fail "The schemas could not be made." "Look at MariaDB's log." "$LOGS/mariadb.log"
}

redis_answers() { redis-cli -s "$REDIS_SOCKET" ping; }
start_redis() {
  is_running redis && return 0
  launch redis redis-server --port 0 --unixsocket "$REDIS_SOCKET" --unixsocketperm 700 --dir "$DATA_DIR/tmp" \
    --save '' --appendonly no --maxmemory 64mb --maxmemory-policy allkeys-lru --daemonize no
  wait_until 15 Redis redis_answers || fail "Redis did not start." "The log says why." "$LOGS/redis.log"
}
