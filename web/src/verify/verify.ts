// SPDX-License-Identifier: Apache-2.0
// One question for any file: is it valid, and if not, what exactly is wrong?
import { sameBytes, textOf } from './bytes'
import { verifyDocument, type VerifiedDocument } from './document'
import { parseVerifierKey, type VerifierKey } from './note'
import { checkRendition, findAttachment, looksLikePdf } from './pdf'
import { Problem, require, type Sentence } from './problem'
import { proofMagic, verifyProof, type VerifiedProof } from './proof_file'

export type Verdict =
  | { readonly valid: false; readonly problem: Sentence }
  | {
      readonly valid: true
      readonly form: 'json' | 'pdf' | 'proof'
      /** Whether the key in the file is the one that the reader already trusted. */
      readonly trust: 'same_key' | 'own_key'
      readonly verifier: VerifierKey
      readonly document?: VerifiedDocument
      readonly proof?: VerifiedProof
    }

function trustOf(verifier: VerifierKey, trusted: VerifierKey | null): 'same_key' | 'own_key' {
  if (!trusted) return 'own_key'
  require(
    trusted.name === verifier.name && sameBytes(trusted.key, verifier.key),
    `文件由另一把密钥（${verifier.name}）签名，不是本登记机构的密钥`,
    `the file is signed by another key (${verifier.name}), not by this registry's`
  )
  return 'same_key'
}

function verifyAny(bytes: Uint8Array, trusted: VerifierKey | null): Verdict {
  const text = textOf(bytes)
  if (text?.startsWith(proofMagic)) {
    require(trusted, '验证证明文件需要登记机构的公钥', 'a proof file needs the public key of the registry')
    const proof = verifyProof(text, trusted)
    return { valid: true, form: 'proof', trust: 'same_key', verifier: trusted, proof }
  }
  const attachment = looksLikePdf(bytes) ? findAttachment(bytes) : null
  const document = verifyDocument(attachment ? attachment.json : bytes)
  if (attachment) checkRendition(bytes, attachment, document.document)
  const trust = trustOf(document.verifier, trusted)
  return { valid: true, form: attachment ? 'pdf' : 'json', trust, verifier: document.verifier, document }
}

/** Never throws for any bytes whatever. `trustedKey` is the registry's key as text, when it is known. */
export function verifyFile(bytes: Uint8Array, trustedKey: string | null): Verdict {
  try {
    return verifyAny(bytes, trustedKey ? parseVerifierKey(trustedKey) : null)
  } catch (problem) {
    if (problem instanceof Problem) return { valid: false, problem: { zh: problem.zh, en: problem.en } }
    throw problem
  }
}
