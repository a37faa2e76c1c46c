// SPDX-License-Identifier: Apache-2.0
// Browser tests: the real server, real Chromium, one story told in order.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { ClosingLine } from './e2e/support/closing_line'

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    include: ['e2e/**/*.spec.ts'],
    environment: 'node',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    // Each step stands on the one before: after a failure the rest would only wait for what never comes.
    bail: 1,
    reporters: ['verbose', new ClosingLine()]
  }
})
