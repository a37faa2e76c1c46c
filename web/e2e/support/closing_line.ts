// SPDX-License-Identifier: Apache-2.0
// The last line of a run: "N passed, N failed".
import type { Reporter, TestModule } from 'vitest/node'

export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    let passed = 0
    let failed = 0
    for (const module of modules) {
      if (module.state() === 'failed' && module.errors().length > 0) ++failed
      for (const test of module.children.allTests()) {
        if (test.result().state === 'passed') ++passed
        if (test.result().state === 'failed') ++failed
      }
    }
    console.log(`${passed} passed, ${failed} failed`)
  }
}
