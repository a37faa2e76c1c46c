# SPDX-License-Identifier: Apache-2.0
# Builds the web pages, and only what changed: npm ci by the lock file, the bundle by its sources.

# Functions here return failures by hand: under `||` and `if` the shell's errexit is off.

# A web tool must not try to fetch a browser of its own.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1

web_is_here() { [ -f web/package.json ]; }

web_lock_digest() { sha256sum <web/package-lock.json; }

web_source_digest() {
  find web \( -name node_modules -o -name dist -o -name test-results -o -name playwright-report \) \
    -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
}

install_web() {
  local stamp=web/node_modules/.stamp
  if [ "$(cat $stamp 2>/dev/null)" != "$(web_lock_digest)" ]; then
    say "installing web packages"
    (cd web && npm ci --no-audit --no-fund </dev/null) || return
    mkdir -p web/node_modules
    web_lock_digest >$stamp
  fi
}

build_web() {
  if ! web_is_here; then
    say "web/ is not here: no pages to build"
    return 0
  fi
  install_web || return
  local stamp=build/web.stamp
  mkdir -p build
  if [ ! -f web/dist/index.html ] || [ "$(cat $stamp 2>/dev/null)" != "$(web_source_digest)" ]; then
    say "building web/dist"
    (cd web && npm run build </dev/null) || return
    web_source_digest >$stamp
  fi
}
