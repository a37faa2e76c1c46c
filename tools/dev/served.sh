# SPDX-License-Identifier: Apache-2.0
# For test scripts: serves a data directory on a free port of this machine, and stops it again.

server=''
address=''

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# start_server TANSHU DATA LOG [OPTION...]: sets `server` to its process and `address` to its address, so it
# has to run in the script's own shell.
start_server() {
  local tanshu=$1 data=$2 log=$3 tries
  shift 3
  address=http://127.0.0.1:$(free_port)
  "$tanshu" serve --data "$data" --port "${address##*:}" "$@" >"$log" 2>&1 &
  server=$!
  for ((tries = 0; tries < 300; tries++)); do
    ! curl -sf -o /dev/null "$address/v1/log" || return 0
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  cat "$log"
  return 1
}

stop_server() {
  [ -n "$server" ] || return 0
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=''
}
