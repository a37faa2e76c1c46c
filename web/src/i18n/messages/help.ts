// SPDX-License-Identifier: Apache-2.0
// Help pages.
import type { Pair } from '../pair'

export const helpMessages = {
  'help.api': ['接口文档（OpenAPI）', 'API reference (OpenAPI)'],
  'help.checkpoint': ['日志检查点', 'Log checkpoint'],
  'help.verify.title': ['如何核验证明', 'How to verify a document'],
  'help.verify.lead': [
    '注销证明、交易凭证和碳票都自带证据，不必相信本站，也不必联网。',
    'Certificates, vouchers and tickets carry their evidence with them: you need neither trust this site nor be online.'
  ],
  'help.verify.browser': ['在浏览器中', 'In the browser'],
  'help.verify.browser_1': ['打开“核验”页，选择或拖入收到的 PDF、JSON 或 .proof 文件。', 'Open the page “Verify” and choose or drop the PDF, JSON or .proof file you were given.'],
  'help.verify.browser_2': ['也可扫描 PDF 上的二维码，直接打开该文件的核验结果。', 'Or scan the QR code on the PDF, which opens the verification of that document.'],
  'help.verify.browser_3': ['页面显示“有效”，或指出究竟哪里不对。计算在您的浏览器中进行，文件不会上传。', 'The page says “valid”, or exactly what is wrong. It is computed in your browser; the file is not uploaded.'],
  'help.verify.offline': ['离线，用命令行', 'Offline, on the command line'],
  'help.verify.offline_1': ['在没有服务器、没有网络的电脑上：', 'On a computer without a server and without a network:'],
  'help.verify.what': ['检查了什么', 'What is checked'],
  'help.verify.what_1': ['文件为唯一的规范写法，签名（Ed25519）由登记机构的密钥作出。', 'The file is in its one canonical form, and its Ed25519 signature is by the key of the registry.'],
  'help.verify.what_2': ['检查点（日志大小与树根）由同一密钥签名。', 'The checkpoint, which states the size and root of the log, is signed by the same key.'],
  'help.verify.what_3': ['每个条目沿 RFC 6962 审计路径通向该树根，因此确在日志之中。', 'Each entry leads by an RFC 6962 audit path to that root, so it is in the log.'],
  'help.verify.what_4': ['证明上的每个字都由这些条目解码推导，PDF 页面以摘要固定。', 'Every word on the document is derived from those entries, and the pages of a PDF are pinned by a digest.'],
  'help.verify.key': ['登记机构的公钥', 'The key of the registry'],
  'help.verify.key_1': ['请通过另一渠道（如公告）取得同一公钥并比对：', 'Get the same key by another way, such as a public notice, and compare:'],
  'help.verify.key_sm2': ['本日志以国密 SM3 计算，检查点另附 SM2 签名，其公钥为：', 'This log is made with SM3, and its checkpoints carry an SM2 signature as well, by this key:'],
  'help.refusals.title': ['拒绝编号一览', 'Refusals by number'],
  'help.refusals.lead': [
    '办理不成时，系统给出带编号的原因；编号永不改变。花括号内为具体值。',
    'When something cannot be done, the system says why, with a number that never changes. Words in braces stand for values.'
  ],
  'help.refusals.search': ['按编号或文字查找', 'Find by number or word'],
  'help.refusals.message': ['原因', 'Reason'],
  'help.refusals.name': ['名称', 'Name'],
  'help.about.title': ['关于碳枢', 'About Tanshu'],
  'help.about.lead': [
    '碳枢是区域碳市场的开放基础设施：一个程序即可服务一个县，也可组成全省、全国的网络。每一次变更都是一条命令，按先后写入可重放、可验证的账本。',
    'Tanshu is open infrastructure for a regional carbon market: one program serves a county, many together a country. Every change is a command, kept in order in a ledger that anyone can replay and verify.'
  ],
  'help.about.steps': ['碳票的一生', 'The life of a ticket'],
  'help.about.step_1': ['测算：样地表按方法学算出吨数，并按不确定性扣减。', 'Measure: a method turns plot tables into tonnes, discounted for uncertainty.'],
  'help.about.step_2': ['登记与核查：林草局登记项目和监测报告，核查机构核查，第二名经办人复核。', 'Register and verify: the bureau registers project and report, a verifier decides, a second officer confirms.'],
  'help.about.step_3': ['签发：按核查量签发碳票，序列号精确到毫克。', 'Issue: tickets are issued up to the verified amount, with serials down to the milligram.'],
  'help.about.step_4': ['挂牌与购买：资金与碳票同时占用，要么一起交收，要么都不动。', 'List and buy: money and units are held, and move together or not at all.'],
  'help.about.step_5': ['过户：林草局凭交易凭证登记，碳票归买方所有。', 'Transfer: the bureau registers it on the trade voucher, and the units are the buyer’s.'],
  'help.about.step_6': ['捐赠与注销：注销后永久退出流通，并出具可离线核验的证明。', 'Give and retire: retired units leave circulation for good, with a certificate that verifies offline.'],
  'help.about.words': ['名词', 'Words'],
  'help.about.ticket': ['碳票', 'Ticket'],
  'help.about.ticket_is': ['对经核查的林草碳汇收益享有权利的数字凭证。', 'The digital document of right to the proceeds of verified forest or grassland carbon.'],
  'help.about.serial': ['序列号', 'Serial'],
  'help.about.serial_is': ['批次编号加上毫克位置；同一序列号在任一时刻只在一处。', 'A batch’s code and a milligram’s position in it; a serial is in one place at any time.'],
  'help.about.hold': ['占用', 'Hold'],
  'help.about.hold_is': ['余额中为一笔交易、质押或冻结保留的部分，每笔占用只有一个归属。', 'The part of a balance kept for one trade, pledge or freeze; every hold has one owner.'],
  'help.about.retire': ['注销与取消', 'Retirement and cancellation'],
  'help.about.retire_is': ['注销用于抵销声明，须写明受益方、用途与期间；取消不作声明。', 'Retirement supports a claim and names beneficiary, purpose and period; cancellation makes none.'],
  'help.about.log': ['日志与检查点', 'Log and checkpoint'],
  'help.about.log_is': ['只增不改的 Merkle 树及登记机构签名的树根，任何改动都会被发现。', 'An append-only Merkle tree and its root, signed by the registry; any change shows.'],
  'help.about.programs': ['供程序使用', 'For programs'],
  'help.about.protocol': ['协议的机器描述', 'The protocol, described for machines'],
  'help.about.geojson': ['项目边界', 'Project boundaries']
} satisfies Record<string, Pair>
