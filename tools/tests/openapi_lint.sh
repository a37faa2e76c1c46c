#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# docs/reference/openapi.json passes a linter that is not ours, and the linter does find what is there to find.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh

bench=tools/openapi-lint
document=$PWD/docs/reference/openapi.json
if [ "$(cat $bench/node_modules/.stamp 2>/dev/null)" != "$(sha256sum <$bench/package-lock.json)" ]; then
  (cd $bench && npm ci --no-audit --no-fund --ignore-scripts </dev/null)
  sha256sum <$bench/package-lock.json >$bench/node_modules/.stamp
fi

spoiled=$(mktemp --suffix=.json)
trap 'rm -f "$spoiled"' EXIT
lint() { (cd $bench && node lint.js "$1"); }

expect_success 'the OpenAPI document lints clean' lint "$document"
sed -e 's/"operationId":"getTotals",//' "$document" >"$spoiled"
expect_refusal 'an operation without a name is found' 'operation-operationId' lint "$spoiled"
sed -e 's|#/components/schemas/Totals|#/components/schemas/Gone|' "$document" >"$spoiled"
expect_refusal 'a reference to nothing is found' 'no-unresolved-refs' lint "$spoiled"
expect_close
