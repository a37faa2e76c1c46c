# SPDX-License-Identifier: Apache-2.0
# Everything that is not a test of behaviour: format, floors, house rules, freshness, other compilers and sanitizers.

check_names=(format floors rules generated web asan tsan clang)

cpp_sources() { find src \( -name '*.h' -o -name '*.cc' \) -print0; }

format_sources() {
  install_from tools/packages-check.txt
  cpp_sources | xargs -0 -r clang-format -i
}

check_format() { cpp_sources | xargs -0 -r clang-format --dry-run -Werror; }

check_floors() { tools/floors; }

check_rules() { tools/tidy; }

check_generated() {
  local generated=web/src/generated/protocol.json
  build/tanshu schema json > build/protocol.json
  diff -q "$generated" build/protocol.json && echo "generated: $generated is fresh"
}

check_web() {
  build_web && (cd web && npm run check </dev/null)
}

# Reports must stop the run: a sanitizer line nobody reads is no check.
check_asan() {
  build_program asan all &&
    ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
      ctest --test-dir build/asan --output-on-failure --no-tests=error -j "$(build_jobs)"
}

# Only these rooms have threads. GCC 12's thread sanitizer cannot lay out its memory under full randomisation.
check_tsan() {
  local binary
  build_program tsan node_test api_test link_test || return
  for binary in node_test api_test link_test; do
    TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1 \
      setarch "$(uname -m)" -R "build/tsan/$binary" --gtest_brief=1 || return
  done
}

check_clang() {
  build_program clang all &&
    ctest --test-dir build/clang --output-on-failure --no-tests=error -j "$(build_jobs)"
}

# Slow, so asked for by name: the rules are in .clang-tidy.
check_tidy() {
  build_program clang tanshu &&
    find src -name '*.cc' ! -name '*_test.cc' ! -name '*_fuzz.cc' -print0 |
    xargs -0 -n 4 -P "$(build_jobs)" clang-tidy-19 -p build/clang --quiet --warnings-as-errors='*'
}

command_check() {
  local names=() name bad=() tidy=()
  while [ $# -gt 0 ]; do
    case $1 in
      --tidy) tidy=(tidy) ;;
      *) names+=("$1") ;;
    esac
    shift
  done
  [ ${#names[@]} -gt 0 ] || names=("${check_names[@]}")
  setup_check
  for name in "${names[@]}" "${tidy[@]}"; do
    declare -F "check_$name" >/dev/null || die "no check '$name'; there are: ${check_names[*]} tidy"
    say "check $name"
    timed "$name" "check_$name" || bad+=("$name")
  done
  if [ ${#bad[@]} -gt 0 ]; then
    die "checks that failed: ${bad[*]}"
  fi
  say "all checks passed: ${names[*]} ${tidy[*]}"
}
