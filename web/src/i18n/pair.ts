// SPDX-License-Identifier: Apache-2.0
// One sentence in the two languages of every page.

/** [Chinese, English] */
export type Pair = readonly [string, string]
