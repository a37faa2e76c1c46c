// SPDX-License-Identifier: Apache-2.0
// Feeds arbitrary bytes to the note, key and checkpoint readers; what is accepted must print back
// the same.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "proof/checkpoint.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tanshu;
  using namespace tanshu::proof;
  static const Signer signer{"log.example", {}};
  static const Verifier verifier = verifier_of(signer);
  const std::string_view text = text_of(ByteView(data, size));
  if (const auto key = parse_vkey(text)) CHECK(print_vkey(*key) == text);
  if (const auto checkpoint = parse_checkpoint(text)) CHECK(print_checkpoint(*checkpoint) == text);
  (void)open_note(text, std::span(&verifier, 1));
  // A text that can be signed opens again, and a note opens to the text it was signed over.
  if (const auto note = sign_note(text, signer)) {
    const auto opened = open_note(*note, std::span(&verifier, 1));
    CHECK(opened && opened->text == text);
  }
  return 0;
}
