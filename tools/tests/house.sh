#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The house holds its floors, and tools/floors and tools/tidy do find what they are there to find.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh

house=$(mktemp -d)
trap 'rm -rf "$house"' EXIT

# A house of three rooms with nothing wrong in it.
lay_house() {
  rm -rf "${house:?}"/*
  mkdir -p "$house"/src/{base,left,right,roof}
  cat >"$house/src/floors.txt" <<'ROOMS'
1 base  :            | fmt::fmt
2 left  : base       |
2 right : base       |
3 roof  : base left  |
ROOMS
  local room
  for room in base left right roof; do
    printf '// SPDX-License-Identifier: Apache-2.0\n' >"$house/src/$room/$room.h"
  done
  add_include left/left.cc base/base.h
  add_include roof/roof.cc left/left.h
  git -C "$house" init -q 2>/dev/null
}

add_include() {
  [ -f "$house/src/$1" ] ||
    printf '// SPDX-License-Identifier: Apache-2.0\n' >"$house/src/$1"
  printf '#include "%s"\n' "$2" >>"$house/src/$1"
}

planted() {
  local name=$1 pattern=$2 file=$3 target=$4
  lay_house
  add_include "$file" "$target"
  expect_refusal "$name" "$pattern" tools/floors "$house"
}

planted_line() {
  local name=$1 pattern=$2 file=$3 line=$4
  lay_house
  mkdir -p "$(dirname "$house/$file")"
  printf '%s\n' "$line" >>"$house/$file"
  expect_refusal "$name" "$pattern" tools/tidy "$house"
}

test_floors() {
  expect_success 'this house holds its floors' tools/floors
  lay_house
  expect_success 'a clean house is accepted' tools/floors "$house"
  planted 'an upward include' 'base.cc:2: upward' base/base.cc left/left.h
  planted 'an undeclared room on the same floor' 'left includes|right includes left' \
    right/right.cc left/left.h
  planted 'a higher room on the same floor' 'upward: left' left/left.cc right/right.h
  planted 'a lower room that is not declared' 'roof includes right' roof/roof.cc right/right.h
  planted 'a circle' 'circle: base <-> left' base/base.h left/left.h
  planted 'a file that is not there' "is not a file below src" roof/roof.cc left/gone.h
  planted 'a test that looks upward' 'base_test.cc:2: upward' base/base_test.cc left/left.h
  lay_house
  add_include roof/roof_test.cc right/right.h
  expect_success 'a test may look at any lower room' tools/floors "$house"
  lay_house
  sed -i 's/^2 left  : base /2 left  : base roof /' "$house/src/floors.txt"
  expect_refusal 'a floor plan that points upward' 'left stands on roof' tools/floors "$house"
  lay_house
  mkdir "$house/src/shed"
  add_include shed/shed.cc base/base.h
  expect_refusal 'a room without a line' "room 'shed' is not in floors.txt" tools/floors "$house"
}

test_tidy() {
  local place="/wo""rk/x" long
  expect_success 'this house keeps its rules' tools/tidy
  lay_house
  expect_success 'a clean house is tidy' tools/tidy "$house"
  planted_line 'no licence line' 'no SPDX' src/base/bare.cc 'int one;'
  planted_line 'a name that says nothing' 'says nothing' src/base/base_util.h \
    '// SPDX-License-Identifier: Apache-2.0'
  planted_line 'a path of one machine' 'path of one machine' src/base/base.h "// see $place"
  planted_line 'a registry host' 'host of a package registry' web/package-lock.json \
    '"resolved":'' "https://example.org/x.tgz"'
  planted_line 'a loose end' 'TO''DO without' src/base/base.h "// TO""DO later"
  long=$(printf 'int f(int a) {\n'; printf '  a += %d;\n' {1..61}; printf '  return a;\n}')
  planted_line 'a long function' 'base.h:2: a function of 62 lines' src/base/base.h "$long"
  long=$(printf '// line %d\n' {1..600})
  planted_line 'a long file' '601 lines, at most 600' src/base/base.h "$long"
}

test_floors
test_tidy
expect_close
