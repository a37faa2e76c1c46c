// SPDX-License-Identifier: Apache-2.0
// The page of market rules.
import type { Pair } from '../pair'

export const marketMessages = {
  'markets.title': ['市场规则', 'Market rules'],
  'markets.lead': [
    '各市场的交易规则是带日期的数据文件。每条事实注明出处与可信程度；未知的不写入，标为“未核实”的引用前须核对原文。',
    'The trading rules of each market are dated data files. Every fact says where it was read and how far it can be trusted; what is unknown is not stated, and what is marked “unverified” must be checked before it is cited.'
  ],
  'markets.none': ['本服务器没有市场规则文件。', 'This server has no market rule files.'],
  'markets.in_force': ['自 {day} 起', 'from {day} on'],
  'markets.earlier': ['较早版本', 'Earlier version'],
  'markets.fact': ['规则', 'Rule'],
  'markets.value': ['内容', 'What it says'],
  'markets.unverified': ['未核实 {count} 条', '{count} unverified'],
  'markets.not_stated': ['未写入（未知）', 'Not stated, for it is not known'],
  'markets.notes': ['注', 'Notes']
} satisfies Record<string, Pair>
