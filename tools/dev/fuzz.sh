# SPDX-License-Identifier: Apache-2.0
# Runs every libFuzzer target for a while; what it learns is kept in build/fuzz-corpus.

# run_fuzzer NAME SECONDS: a find leaves its input in build/fuzz-finds and fails.
run_fuzzer() {
  local name=$1 seconds=$2 corpus=build/fuzz-corpus/$1 seeds=()
  mkdir -p "$corpus" build/fuzz-finds
  [ ! -d "fuzz/$name" ] || seeds=("fuzz/$name")
  say "fuzzing $name for $seconds s"
  ASAN_SYMBOLIZER_PATH=$(command -v llvm-symbolizer-19) \
    "build/fuzz/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
    -print_final_stats=1 -print_funcs=0 -verbosity=0 -artifact_prefix="build/fuzz-finds/$name-" \
    "$corpus" "${seeds[@]}"
}

command_fuzz() {
  local seconds=20 targets target bad=()
  while [ $# -gt 0 ]; do
    case $1 in
      --seconds) seconds=${2:?--seconds needs a number} && shift ;;
      *) die "fuzz: unknown option '$1'" ;;
    esac
    shift
  done
  mapfile -t targets < <(find src -name '*_fuzz.cc' -exec basename {} .cc \; | sort)
  [ ${#targets[@]} -gt 0 ] || die "no *_fuzz.cc under src"
  setup_check
  build_program fuzz "${targets[@]}"
  for target in "${targets[@]}"; do
    run_fuzzer "$target" "$seconds" || bad+=("$target")
  done
  [ ${#bad[@]} -eq 0 ] || die "fuzz targets that found something: ${bad[*]}"
  say "${#targets[@]} fuzz targets, nothing found"
}
