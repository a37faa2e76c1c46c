#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs in a namespace of its own: makes the bare root, clones into it and runs ./dev there as a newcomer would.
set -euo pipefail

repo=$1 root=$2
shift 2
source "$repo/tools/dev/say.sh"
suite=bookworm
checkout=/srv/tanshu
address=http://127.0.0.1:8080

# "URI SUITE COMPONENTS" of this machine's own Debian sources, from both of apt's formats.
# A source of anything but this Debian release (another Node, another compiler) would prove nothing.
debian_sources() {
  local file
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ ! -f "$file" ] || sed -nE 's/^deb +(\[[^]]*\] +)?//p' "$file"
  done
  for file in /etc/apt/sources.list.d/*.sources; do
    [ ! -f "$file" ] || awk -v RS= '{
      types = uris = suites = components = ""
      n = split($0, lines, "\n")
      for (i = 1; i <= n; i++) {
        if (lines[i] ~ /^#/) continue
        key = tolower(substr(lines[i], 1, index(lines[i], ":") - 1))
        value = substr(lines[i], index(lines[i], ":") + 1)
        if (key == "types") types = value
        if (key == "uris") uris = value
        if (key == "suites") suites = value
        if (key == "components") components = value
      }
      if (types !~ /deb( |$)/) next
      nu = split(uris, u, " "); ns = split(suites, s, " ")
      for (i = 1; i <= nu; i++) for (j = 1; j <= ns; j++) print u[i], s[j], components
    }' "$file"
  done
}

release_sources() { debian_sources | awk -v suite=$suite 'index($2, suite) == 1'; }

make_root() {
  local mirror
  mirror=$(release_sources | awk -v suite=$suite '$2 == suite { print $1; exit }')
  [ -n "$mirror" ] || die "this machine's apt names no source of $suite to make a root from"
  say "debootstrap $suite"
  debootstrap --variant=minbase --include=git,ca-certificates "$suite" "$root" "$mirror" \
    >"$root.log" 2>&1 || { tail -n 20 "$root.log" && die "debootstrap failed"; }
}

# How this machine reaches its mirrors: sources, proxies, certificates, names. Written into the root only.
copy_network() {
  release_sources | sed 's/^/deb /' | sort -u >"$root/etc/apt/sources.list"
  apt-config dump | grep -E '^Acquire::(http|https|ftp|Retries|Check)' \
    >"$root/etc/apt/apt.conf.d/90host" || true
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  mkdir -p "$root/usr/local/share/ca-certificates"
  find /usr/local/share/ca-certificates -name '*.crt' \
    -exec cp {} "$root/usr/local/share/ca-certificates/" \;
  inside update-ca-certificates >/dev/null 2>&1
  local registry
  if command -v npm >/dev/null; then
    registry=$(npm config get registry)
    printf 'registry=%s\ncafile=%s\n' "$registry" /etc/ssl/certs/ca-certificates.crt \
      >"$root/etc/npmrc.host"
  fi
}

mount_system() {
  mount -t proc proc "$root/proc"
  mount --rbind /sys "$root/sys"
  mount --rbind /dev "$root/dev"
}

# A newcomer's environment: nothing of this machine's but what names proxies and certificates.
as_newcomer=(env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
  LANG=C.UTF-8 NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
  NPM_CONFIG_USERCONFIG=/etc/npmrc.host)
for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
  [ -z "${!name:-}" ] || as_newcomer+=("$name=${!name}")
done
as_newcomer+=(chroot "$root")

inside() { "${as_newcomer[@]}" "$@"; }

in_checkout() { inside /bin/sh -c "cd $checkout && exec $1"; }

answers() { inside curl -s -o /dev/null -w '%{http_code}' --max-time 5 "$address$1" || true; }

# within SECONDS COMMAND...: waits until the command succeeds; stops early when the server has ended.
within() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $end ] || die "waited too long for: $*"
    sleep 1
  done
}

server=''
has_ended() { ! kill -0 "$server" 2>/dev/null; }
has_curl() { [ -x "$root/usr/bin/curl" ] || server_must_run; }
serves_the_page() { [ "$(answers /)" = 200 ] || server_must_run; }

server_must_run() {
  ! has_ended || die "./dev serve ended before it answered"
  return 1
}

# Serves as written, in the background, until the page and the totals have answered.
try_serve() {
  local path code
  ! (exec 3<>/dev/tcp/127.0.0.1/8080) 2>/dev/null || die "something else listens at port 8080"
  # Replaces its shell all the way down, so that the number is the server's own.
  (exec "${as_newcomer[@]}" /bin/sh -c "cd $checkout && exec ./dev serve") </dev/null &
  server=$!
  within 600 has_curl
  within 2400 serves_the_page
  for path in / /v1/totals; do
    code=$(answers "$path")
    printf 'fresh: GET %s answers %s\n' "$path" "$code"
    [ "$code" = 200 ] || die "GET $path does not answer 200"
  done
  inside curl -s "$address/v1/totals"
  echo
  kill "$server"
  within 30 has_ended
}

main() {
  timed 'debootstrap' make_root
  mount_system
  copy_network
  git clone --quiet --no-hardlinks "file://$repo" "$root$checkout"
  printf 'fresh: %s at %s\n' "$(cat "$root/etc/debian_version")" \
    "$(git -C "$root$checkout" rev-parse HEAD)"
  local part
  for part in "$@"; do
    say "./dev $part, in a bare root"
    if [ "$part" = serve ]; then
      timed './dev serve until it answers' try_serve
    else
      timed "./dev $part" in_checkout "./dev $part" </dev/null
    fi
  done
  say "fresh: passed: $*"
}

main "$@"
