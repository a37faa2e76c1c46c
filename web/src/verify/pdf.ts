// SPDX-License-Identifier: Apache-2.0
// Takes the document out of a PDF, where an incremental update attached it. The update has exactly one spelling, so
// it is made again from page and document and compared: every byte of the file is accounted for.
import { hex, sha256 } from './bytes'
import type { TanshuDocument } from './document'
import { require } from './problem'

const marker = '%tanshu-attachment '
const attachment_name = 'tanshu-document.json'

/** One character a byte, so that offsets in the text are offsets in the file. */
function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return text
}

export function looksLikePdf(bytes: Uint8Array): boolean {
  return latin1(bytes.subarray(0, 5)) === '%PDF-'
}

export interface Attachment {
  /** The PDF before the appended section. */
  readonly base_bytes: number
  readonly json: Uint8Array
}

export function findAttachment(pdf: Uint8Array): Attachment {
  const text = latin1(pdf)
  const marked = [...text.matchAll(/%tanshu-attachment (\d{10}) (\d{10}) (\d{10})\n/g)]
  const found = marked.find((match) => Number(match[1]) === match.index)
  require(
    text.includes(marker),
    `PDF 中没有附带 ${attachment_name}`,
    `the PDF carries no ${attachment_name}`
  )
  require(found, 'PDF 的附加段已损坏', 'the appended section of the PDF is damaged')
  const at = Number(found[2])
  const length = Number(found[3])
  require(at + length <= pdf.length, 'PDF 的附加段已损坏', 'the appended section of the PDF is damaged')
  return { base_bytes: found.index, json: pdf.slice(at, at + length) }
}

interface BaseTrailer {
  readonly size: number
  readonly root: number
  readonly info: number
  readonly table: number
  readonly catalog: string
}

/** What the update must know of the file it continues (ISO 32000-1, 7.5.5 and 7.5.6). */
function readTrailer(base: string): BaseTrailer {
  const malformed = ['PDF 页面的结构不符', 'the page of the PDF has not the expected structure'] as const
  const trailer = base.slice(Math.max(0, base.lastIndexOf('trailer\n<<')))
  const number = (key: RegExp) => Number(key.exec(trailer)?.[1] ?? NaN)
  const size = number(/\/Size (\d+)/)
  const root = number(/\/Root (\d+)/)
  const info = number(/\/Info (\d+)/)
  const table = number(/startxref\n(\d+)/)
  const opening = `\n${root} 0 obj\n<<`
  const at = base.lastIndexOf(opening)
  const end = base.indexOf('>>\nendobj', at + opening.length)
  require([size, root, info, table].every(Number.isInteger) && at >= 0 && end >= 0, ...malformed)
  return { size, root, info, table, catalog: base.slice(at + opening.length, end) }
}

function padded(number: number): string {
  return number.toString().padStart(10, '0')
}

/** What the server appends to `base` to attach `json`. */
export function appendedSection(base: string, json: string): string {
  const trailer = readTrailer(base)
  const stream = trailer.size
  const file = stream + 1
  const marker_bytes = marker.length + 33
  const opening =
    `${stream} 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fjson /Params << /Size ${json.length} >>\n` +
    `   /Length ${json.length} >>\nstream\n`
  const stream_at = base.length + marker_bytes
  const mark = `${marker}${padded(base.length)} ${padded(stream_at + opening.length)} ${padded(json.length)}\n`
  const with_stream = `${mark}${opening}${json}\nendstream\nendobj\n`
  const specification =
    `${file} 0 obj\n<< /Type /Filespec /F (${attachment_name}) /UF (${attachment_name})\n` +
    '   /Desc (Tanshu document: evidence, checkpoint and signature)\n' +
    `   /AFRelationship /Source /EF << /F ${stream} 0 R /UF ${stream} 0 R >> >>\nendobj\n`
  const catalog =
    `${trailer.root} 0 obj\n<<${trailer.catalog}   /Names << /EmbeddedFiles << /Names [ (${attachment_name}) ${file} 0 R ] >> >>\n` +
    `   /AF [ ${file} 0 R ]\n>>\nendobj\n`
  const specification_at = base.length + with_stream.length
  const catalog_at = specification_at + specification.length
  const table_at = catalog_at + catalog.length
  const table =
    `xref\n${trailer.root} 1\n${padded(catalog_at)} 00000 n \n${stream} 2\n${padded(stream_at)} 00000 n \n` +
    `${padded(specification_at)} 00000 n \ntrailer\n<< /Size ${stream + 2}\n   /Root ${trailer.root} 0 R\n` +
    `   /Info ${trailer.info} 0 R\n   /Prev ${trailer.table}\n>>\n`
  return `${with_stream}${specification}${catalog}${table}${mark}startxref\n${table_at}\n%%EOF\n`
}

/** The pages that people see must be those the signed document was attached to, and nothing else may be there. */
export function checkRendition(pdf: Uint8Array, attachment: Attachment, document: TanshuDocument): void {
  const rendition = document.rendition
  require(rendition, 'PDF 中的文档没有固定页面内容', 'the document in the PDF does not pin its pages')
  const base = pdf.subarray(0, attachment.base_bytes)
  require(
    rendition.bytes === base.length && hex(sha256(base)) === rendition.sha256,
    'PDF 的页面在签发后被改动',
    'the pages of the PDF were changed after it was issued'
  )
  const section = latin1(pdf.subarray(attachment.base_bytes))
  require(
    section === appendedSection(latin1(base), latin1(attachment.json)),
    'PDF 的附加段与规范写法不同：附件之外有改动或追加',
    'the appended section of the PDF differs from its one form: something was changed or appended'
  )
}
