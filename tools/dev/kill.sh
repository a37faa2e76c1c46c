# SPDX-License-Identifier: Apache-2.0
# The kill loop at length; `./dev test` runs a short one.

command_kill() {
  local rounds=1000
  case ${1:-} in
    '') ;;
    --rounds) rounds=${2:?how many rounds} ;;
    *) die "kill: unknown option '$1'" ;;
  esac
  setup_build
  build_program release tanshu
  TANSHU="$repo/build/tanshu" tools/tests/kill9.sh "$rounds"
}
