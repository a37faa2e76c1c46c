// SPDX-License-Identifier: Apache-2.0
// What is wrong with a file, said in both languages so that a verdict can be shown in either.

export interface Sentence {
  readonly zh: string
  readonly en: string
}

/** Thrown inside verification only; verify() turns it into a verdict. */
export class Problem extends Error {
  constructor(
    readonly zh: string,
    readonly en: string
  ) {
    super(en)
  }
}

export function require(condition: unknown, zh: string, en: string): asserts condition {
  if (!condition) throw new Problem(zh, en)
}
