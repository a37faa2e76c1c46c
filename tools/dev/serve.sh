# SPDX-License-Identifier: Apache-2.0
# Serves the demo: the program fills an empty data directory with the Baotou story itself.

command_serve() {
  local port=8080 data=data/demo rest=()
  while [ $# -gt 0 ]; do
    case $1 in
      --port) port=${2:?--port needs a number} && shift ;;
      --data) data=${2:?--data needs a directory} && shift ;;
      *) rest+=("$1") ;;
    esac
    shift
  done
  setup_serve
  build_program release tanshu
  build_web
  say "serving http://127.0.0.1:$port"
  exec build/tanshu serve --demo --data "$data" --web web/dist --port "$port" "${rest[@]}"
}
