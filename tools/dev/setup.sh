# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages listed in tools/packages*.txt, and only those that are missing.

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "installing packages needs root or sudo"
  fi
}

# A line is "package [command]"; where a command is named, having it from elsewhere is as good as the package.
package_is_here() {
  local package=$1 command=${2:-}
  if [ -n "$command" ] && command -v "$command" >/dev/null; then
    return 0
  fi
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ]
}

missing_packages() {
  local package command
  sed -e 's/#.*//' "$@" | while read -r package command; do
    if [ -n "$package" ] && ! package_is_here "$package" "$command"; then
      printf '%s\n' "$package"
    fi
  done
}

install_from() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "no apt-get here; install by hand: ${missing[*]}"
  say "installing ${#missing[@]} packages: ${missing[*]}"
  local options=(-q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" update || return
  as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install -y \
    -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold --no-install-recommends "${missing[@]}" </dev/null
}

setup_build() { install_from tools/packages.txt; }
setup_web() { install_from tools/packages-web.txt; }
setup_serve() { install_from tools/packages.txt tools/packages-web.txt; }
setup_quick_test() { install_from tools/packages.txt tools/packages-postgres.txt; }
setup_ha_test() { install_from tools/packages.txt tools/packages-ha.txt; }
setup_test() {
  install_from tools/packages.txt tools/packages-postgres.txt tools/packages-web.txt \
    tools/packages-test.txt
}
setup_check() {
  install_from tools/packages.txt tools/packages-postgres.txt tools/packages-web.txt \
    tools/packages-test.txt tools/packages-check.txt
}

command_setup() {
  case ${1:-} in
    '') setup_serve ;;
    --test) setup_test ;;
    --check) setup_check ;;
    *) die "setup: unknown option '$1'" ;;
  esac
  say "every package is here"
}
