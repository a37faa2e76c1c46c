# SPDX-License-Identifier: Apache-2.0
# For test scripts: says what each expectation found and closes on "N passed, N failed".

expect_passed=0
expect_failed=0

expect_report() {
  if [ "$1" = ok ]; then
    expect_passed=$((expect_passed + 1))
    printf 'ok      %s\n' "$2"
  else
    expect_failed=$((expect_failed + 1))
    printf 'NOT OK  %s\n%s\n' "$2" "$3"
  fi
}

# expect_success NAME COMMAND...
expect_success() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    expect_report ok "$name"
  else
    expect_report bad "$name" "$output"
  fi
}

# expect_refusal NAME PATTERN COMMAND...: must exit with 1 and say what the pattern matches.
expect_refusal() {
  local name=$1 pattern=$2 output code=0
  shift 2
  output=$("$@" 2>&1) || code=$?
  if [ $code -eq 1 ] && grep -qE -- "$pattern" <<<"$output"; then
    expect_report ok "$name"
  else
    expect_report bad "$name" "exit code $code, wanted 1 and /$pattern/ in: $output"
  fi
}

expect_close() {
  printf '%d passed, %d failed\n' "$expect_passed" "$expect_failed"
  [ "$expect_failed" -eq 0 ] && [ "$expect_passed" -gt 0 ]
}
