// SPDX-License-Identifier: Apache-2.0
// Takes the document out of a PDF: an uncompressed embedded file that an incremental update appended.
import { hex, sha256, textOf } from './bytes'
import type { TanshuDocument } from './document'
import { require } from './problem'

const latin1 = (bytes: Uint8Array): string => {
  let text = ''
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return text
}

export function looksLikePdf(bytes: Uint8Array): boolean {
  return latin1(bytes.subarray(0, 5)) === '%PDF-'
}

/** The bytes of the last embedded file in the PDF. */
export function attachmentOf(pdf: Uint8Array): Uint8Array {
  const text = latin1(pdf)
  const dictionary = text.lastIndexOf('/EmbeddedFile')
  const keyword = text.indexOf('stream', dictionary)
  const open = text.lastIndexOf('<<', dictionary)
  const length = /\/Length\s+(\d+)/.exec(text.slice(open, keyword))
  require(dictionary >= 0 && keyword >= 0 && length, 'PDF 中没有碳枢文档附件', 'the PDF carries no Tanshu document')
  const start = keyword + (text.startsWith('\r\n', keyword + 6) ? 8 : 7)
  const end = start + Number(length[1])
  require(
    /^\r?\n?endstream/.test(text.slice(end, end + 11)),
    'PDF 附件的长度不对',
    'the attachment of the PDF has the wrong length'
  )
  return pdf.slice(start, end)
}

/** The pages that people see must be those the signed document was attached to. */
export function checkRendition(pdf: Uint8Array, document: TanshuDocument): void {
  const rendition = document.rendition
  require(rendition, 'PDF 中的文档没有固定页面内容', 'the document in the PDF does not pin its pages')
  const pages = pdf.subarray(0, rendition.bytes)
  require(
    pdf.length > rendition.bytes && hex(sha256(pages)) === rendition.sha256,
    'PDF 的页面在签发后被改动',
    'the pages of the PDF were changed after it was issued'
  )
  const tail = textOf(pdf.subarray(rendition.bytes))
  require(
    tail !== null && tail.split('%%EOF').length === 2,
    'PDF 在附件之后又被追加了内容',
    'something was appended to the PDF after its attachment'
  )
}
