// SPDX-License-Identifier: Apache-2.0
// Certificates, vouchers, tickets, and their verification.
import type { Pair } from '../pair'

export const documentMessages = {
  'certificate.title': ['注销证明', 'Cancellation certificate'],
  'certificate.lead': [
    '碳票一经注销即永久退出流通，序列号不再移动。每张证明均可下载并离线核验。',
    'Once retired, units never move again. Each certificate can be downloaded and verified offline.'
  ],
  'certificate.number': ['编号', 'Number'],
  'certificate.kind': ['类别', 'Kind'],
  'certificate.beneficiary': ['受益方', 'Beneficiary'],
  'certificate.purpose': ['用途', 'Purpose'],
  'certificate.period': ['抵销期间', 'Period offset'],
  'certificate.account': ['注销账户', 'Account'],
  'certificate.unit': ['二氧化碳当量，已永久注销', 'CO₂ equivalent, out of circulation for good'],
  'document.proof': ['证明文件', 'Proof'],
  'verify.title': ['核验证明', 'Verify a document'],
  'verify.lead': [
    '核验全部在您自己的浏览器中完成，文件不会上传。支持注销证明、交易凭证、碳票的 PDF 或 JSON，以及 .proof 证明文件。',
    'Everything happens in your own browser; the file is not uploaded. Takes certificates, vouchers and tickets as PDF or JSON, and .proof files.'
  ],
  'verify.choose': ['选择文件', 'Choose a file'],
  'verify.drop': ['或把文件拖放到此处', 'or drop it here'],
  'verify.working': ['正在核验…', 'Verifying…'],
  'verify.valid': ['有效', 'Valid'],
  'verify.invalid': ['无效', 'Not valid'],
  'verify.wrong': ['问题', 'What is wrong'],
  'verify.trust_same': [
    '由本登记机构的密钥签名',
    'Signed by the key of this registry'
  ],
  'verify.trust_own': [
    '签名与文件内所附公钥相符；未能取得登记机构公布的公钥，请自行比对指纹',
    'The signature fits the key in the file; the registry’s published key could not be read, so compare the fingerprint yourself'
  ],
  'verify.key': ['公钥', 'Key'],
  'verify.fingerprint': ['指纹', 'Fingerprint'],
  'verify.checked': ['已检查', 'What was checked'],
  'verify.check.canonical': ['JSON 为唯一规范写法，未被重新排版', 'The JSON is in its one canonical form'],
  'verify.check.signature': ['文档签名（Ed25519）成立', 'The signature of the document (Ed25519) holds'],
  'verify.check.checkpoint': ['检查点签名成立，覆盖 {size} 条', 'The checkpoint’s signature holds; it covers {size} entries'],
  'verify.check.paths': ['{count} 个条目的审计路径均通向检查点的树根', 'The audit paths of {count} entries lead to the checkpoint’s root'],
  'verify.check.statement': ['所述内容由条目推导得出，与编号相符', 'The statement is derived from the entries and fits the number'],
  'verify.check.rendition': ['PDF 页面自签发后未被改动', 'The pages of the PDF are as issued'],
  'verify.check.entry': ['第 {index} 号条目确在日志中', 'Entry {index} is in the log'],
  'verify.statement': ['证明的内容', 'What it states'],
  'verify.kind.cancellation_certificate': ['注销证明', 'Cancellation certificate'],
  'verify.kind.trade_voucher': ['交易凭证', 'Trade voucher'],
  'verify.kind.carbon_ticket': ['碳票', 'Carbon ticket'],
  'verify.as_of': ['截至', 'As of'],
  'verify.ticket_note': [
    '持有情况由登记机构在上述时点签名确认；此后可能已转让。',
    'The holding is the registry’s signed word at that time; it may have moved since.'
  ],
  'verify.evidence': ['证据条目', 'Evidence'],
  'verify.another': ['核验另一份', 'Verify another'],
  'verify.file': ['文件', 'File'],
  'verify.from_server': ['来自本站的文件 {name}', 'The file {name} from this site'],
  'verify.download_first': [
    '本站提供的文件只能说明本站前后一致；收到他人文件时，请选择那份文件本身。',
    'A file fetched from this site shows only that this site is consistent; to check a file someone gave you, choose that file.'
  ]
} satisfies Record<string, Pair>
