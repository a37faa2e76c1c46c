// SPDX-License-Identifier: Apache-2.0
// Browsers and Node 20 have `crypto`; Node 18 keeps it in a module.
import { webcrypto } from 'node:crypto'

if (!('crypto' in globalThis)) Object.defineProperty(globalThis, 'crypto', { value: webcrypto })
