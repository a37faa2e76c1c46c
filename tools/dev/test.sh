# SPDX-License-Identifier: Apache-2.0
# Runs every test and closes on one line "N passed, N failed" that counts them all.

passed=0
failed=0
summary=()

# count NAME PASSED FAILED EXIT_CODE: a suite that exits badly or runs nothing has failed at least once.
count() {
  local name=$1 good=$2 bad=$3 code=$4 note=''
  if [ "$bad" -eq 0 ] && [ "$code" -ne 0 ]; then
    bad=1 note=" (exit code $code)"
  elif [ $((good + bad)) -eq 0 ]; then
    bad=1 note=' (ran no test)'
  fi
  passed=$((passed + good))
  failed=$((failed + bad))
  summary+=("$(printf '%-28s %5d passed %4d failed%s' "$name" "$good" "$bad" "$note")")
}

# number_before WORD FILE: sums the numbers that stand right before the word, e.g. "12 passed".
number_before() {
  { grep -oE "[0-9]+ $1\\b" "$2" || true; } | awk '{ sum += $1 } END { print sum + 0 }'
}

# logged FILE COMMAND...: shows the output, keeps a plain copy, returns the command's exit code.
logged() {
  local log=$1 code=0
  shift
  "$@" </dev/null 2>&1 | tee "$log" || code=${PIPESTATUS[0]}
  sed -i -e 's/\x1b\[[0-9;]*[A-Za-z]//g' "$log"
  return "$code"
}

run_ctest() {
  local name=$1 directory=$2 log=build/test/$1.log code=0 line total bad
  shift 2
  say "C++ tests in $directory"
  logged "$log" ctest --test-dir "$directory" --output-on-failure --no-tests=error \
    -j "$(build_jobs)" "$@" || code=$?
  line=$(grep -aoE '[0-9]+ tests failed out of [0-9]+' "$log" | tail -n 1 || true)
  total=$(awk '{ print $6 + 0 }' <<<"$line")
  bad=$(awk '{ print $1 + 0 }' <<<"$line")
  count "$name" $((${total:-0} - ${bad:-0})) "${bad:-0}" "$code"
}

# Vitest closes on "Tests  1 failed | 11 passed (12)"; its line about files would count twice.
run_web_units() {
  local log=build/test/web.log code=0 line=build/test/web.line
  say "web unit tests"
  (cd web && NO_COLOR=1 logged "../$log" npm run test) || code=$?
  grep -aE '^ *Tests ' "$log" | tail -n 1 >"$line" || true
  count 'web units' "$(number_before passed "$line")" "$(number_before failed "$line")" "$code"
}

# Playwright closes on lines of their own: "  3 passed (5.1s)", "  1 failed".
run_web_browser() {
  local log=build/test/e2e.log code=0 lines=build/test/e2e.lines
  say "browser tests"
  (cd web && NO_COLOR=1 CHROMIUM="$(command -v chromium)" TANSHU="$repo/build/tanshu" \
    logged "../$log" npm run e2e) || code=$?
  grep -aE '^ *[0-9]+ (passed|failed|flaky)' "$log" >"$lines" || true
  count 'web browser' "$(number_before passed "$lines")" \
    $(($(number_before failed "$lines") + $(number_before flaky "$lines"))) "$code"
}

# A script may close on "N passed, N failed" itself; otherwise it is one test.
run_script() {
  local script=$1 name log code=0 closing=build/test/script.closing
  name=$(basename "$script" .sh)
  log=build/test/$name.log
  say "$script"
  TANSHU="$repo/build/tanshu" logged "$log" timeout --kill-after=10 900 "$script" || code=$?
  tail -n 1 "$log" | grep -E '^[0-9]+ passed, [0-9]+ failed$' >"$closing" || true
  if [ -s "$closing" ]; then
    count "$name" "$(number_before passed $closing)" "$(number_before failed $closing)" "$code"
  else
    count "$name" $((code == 0)) $((code != 0)) "$code"
  fi
}

run_scripts() {
  local script
  for script in tools/tests/*.sh; do
    run_script "$script"
  done
}

# Kills and pauses leaders for about half an hour, so it is asked for by name.
run_ha() {
  local log=build/test/ha.log code=0 closing=build/test/ha.closing
  say "leaders killed and paused"
  logged "$log" timeout --kill-after=60 7200 deploy/ha/trial.py --report build/test/ha.json \
    "$@" build/tanshu || code=$?
  tail -n 1 "$log" | grep -E '^[0-9]+ passed, [0-9]+ failed$' >"$closing" || true
  count 'high availability' "$(number_before passed $closing)" "$(number_before failed $closing)" "$code"
}

test_ha() {
  setup_ha_test
  if timed 'C++ build' build_program release tanshu; then
    timed 'high availability' run_ha "$@"
  else
    count 'C++ build' 0 1 1
  fi
}

close_tests() {
  say "summary"
  printf '%s\n' "${summary[@]}"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

test_program() {
  if timed 'C++ build' build_program release all; then
    timed 'C++ tests' run_ctest 'C++' build
  else
    count 'C++ build' 0 1 1
  fi
}

test_web() {
  if timed 'web build' build_web; then
    timed 'web units' run_web_units
    timed 'web browser' run_web_browser
  else
    count 'web build' 0 1 1
  fi
}

command_test() {
  local what=${1:-all} start=$SECONDS
  [ $# -eq 0 ] || shift
  mkdir -p build/test
  case $what in
    --quick)
      setup_quick_test
      test_program
      ;;
    --ha) test_ha "$@" ;;
    all)
      timed 'set-up' setup_test
      test_program
      test_web
      timed 'scripts' run_scripts
      ;;
    *) die "test: unknown option '$what'" ;;
  esac
  printf -- '-- everything: %d s\n' $((SECONDS - start))
  close_tests
}
