// SPDX-License-Identifier: Apache-2.0
// Every sentence of the pages as a [Chinese, English] pair, by area.
import { consoleMessages } from './messages/console'
import { documentMessages } from './messages/documents'
import { estimateMessages } from './messages/estimate'
import { exchangeMessages } from './messages/exchange'
import { exploreMessages } from './messages/explore'
import { helpMessages } from './messages/help'
import { marketMessages } from './messages/markets'
import { shellMessages } from './messages/shell'
import { tradingMessages } from './messages/trading'

export const messages = {
  ...shellMessages,
  ...exploreMessages,
  ...documentMessages,
  ...estimateMessages,
  ...consoleMessages,
  ...helpMessages,
  ...marketMessages,
  ...tradingMessages,
  ...exchangeMessages
}

export type MessageKey = keyof typeof messages
