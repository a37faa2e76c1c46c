# SPDX-License-Identifier: Apache-2.0
# Configures and builds: the release program in build/, every other kind in its own directory below.

build_jobs() {
  local cores
  cores=$(nproc)
  echo $((cores < 2 ? cores : 2))
}

build_directory() {
  [ "$1" = release ] && echo build || echo "build/$1"
}

# GCC 12 reports uninitialised reads that are not there once sanitizers are on.
sanitizer_flags='-Wno-error=maybe-uninitialized'
# Clang reports what GCC's own headers still use, as stable_sort does get_temporary_buffer.
clang_flags='-Wno-deprecated-declarations'

configure_options() {
  case $1 in
    release) echo -DCMAKE_BUILD_TYPE=Release ;;
    debug) echo -DCMAKE_BUILD_TYPE=Debug ;;
    asan) echo "-DCMAKE_BUILD_TYPE=RelWithDebInfo -DTANSHU_SANITIZE=address,undefined" \
      "-DCMAKE_CXX_FLAGS=$sanitizer_flags" ;;
    tsan) echo "-DCMAKE_BUILD_TYPE=RelWithDebInfo -DTANSHU_SANITIZE=thread" \
      "-DCMAKE_CXX_FLAGS=$sanitizer_flags" ;;
    clang) echo "-DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=clang++-19" \
      "-DCMAKE_CXX_FLAGS=$clang_flags" ;;
    fuzz) echo "-DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_COMPILER=clang++-19" \
      "-DCMAKE_CXX_FLAGS=$clang_flags -DTANSHU_FUZZ=ON -DTANSHU_TESTS=OFF" ;;
    *) die "no build kind '$1'" ;;
  esac
}

# build_program KIND TARGET...
build_program() {
  local kind=$1 directory options
  shift
  directory=$(build_directory "$kind")
  read -r -a options <<<"$(configure_options "$kind")"
  say "building $* in $directory"
  if [ ! -f "$directory/build.ninja" ]; then
    cmake -S . -B "$directory" -G Ninja "${options[@]}" || return
  fi
  ninja -C "$directory" -j "$(build_jobs)" "$@"
}

command_build() {
  local kind=release target=tanshu
  while [ $# -gt 0 ]; do
    case $1 in
      --debug | --asan | --tsan | --clang) kind=${1#--} ;;
      --tests) target=all ;;
      *) die "build: unknown option '$1'" ;;
    esac
    shift
  done
  if [ "$kind" = clang ]; then setup_check; else setup_build; fi
  build_program "$kind" "$target"
}
