// SPDX-License-Identifier: Apache-2.0
// A market day in real browsers: an operator runs it, two traders trade with each other.
import { afterAll, beforeAll, describe } from 'vitest'
import { dayParts, tradingParts } from './parts/trading'
import { World } from './support/world'

const world = new World()
beforeAll(() => world.open())
afterAll(() => world.close())

describe('two traders', () => tradingParts(world))
describe('the end of the day', () => dayParts(world))
