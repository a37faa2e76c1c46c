# SPDX-License-Identifier: Apache-2.0
# Proves ./dev test and ./dev serve in a bare Debian 12: debootstrap, a clone of what is committed, both commands.
# Everything runs in its own mount and process namespace, so mounts and processes vanish with it, however it ends.

fresh_root=$repo/build/fresh/root

command_fresh() {
  local parts=(test serve)
  case ${1:-} in
    '') ;;
    --test-only) parts=(test) ;;
    --serve-only) parts=(serve) ;;
    --setup-only) parts=('setup --test') ;;
    *) die "fresh: unknown option '$1'" ;;
  esac
  install_from <(grep -E '^debootstrap\b' tools/packages-check.txt)
  [ -z "$(git status --porcelain)" ] || say "note: only what is committed is tried, and the tree has more"
  mkdir -p build/fresh
  as_root rm -rf --one-file-system "$fresh_root"
  as_root unshare --mount --pid --fork --kill-child --propagation private \
    tools/dev/fresh_inside.sh "$repo" "$fresh_root" "${parts[@]}"
  # A root that failed is kept for a look.
  as_root rm -rf --one-file-system "$fresh_root"
}
