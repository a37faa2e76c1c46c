// SPDX-License-Identifier: Apache-2.0
// Feeds arbitrary bytes to the proof file reader; what is accepted must print back the same.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "proof/audit.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tanshu;
  using namespace tanshu::proof;
  static const Verifier verifier = verifier_of({"log.example", {}});
  const std::string_view text = text_of(ByteView(data, size));
  if (const auto proof = parse_proof(text)) CHECK(print_proof(*proof) == text);
  // Nobody without the key can make a proof.
  CHECK(!verify_proof(text, ByteView(data, size), std::span(&verifier, 1)));
  return 0;
}
