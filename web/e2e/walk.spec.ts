// SPDX-License-Identifier: Apache-2.0
// The whole walk in a real browser: from a plot table to a certificate that a stranger can verify.
import { afterAll, beforeAll, describe } from 'vitest'
import { accessibility, afterwards, exploreParts, ruleParts } from './parts/explore'
import { marketParts } from './parts/market'
import { registerParts } from './parts/register'
import { retireParts } from './parts/retire'
import { World } from './support/world'

const world = new World()
beforeAll(() => world.open())
afterAll(() => world.close())

describe('explorer', () => exploreParts(world))
describe('register, verify, issue', () => registerParts(world))
describe('list, buy, settle', () => marketParts(world))
describe('give, retire, verify', () => retireParts(world))
describe('market rules', () => ruleParts(world))
describe('afterwards', () => afterwards(world))
describe('accessibility', () => accessibility(world))
