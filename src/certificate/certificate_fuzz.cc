// SPDX-License-Identifier: Apache-2.0
// Feeds arbitrary bytes to the verifier: nobody without the key can make a file that it accepts.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "certificate/pdf_attachment.h"
#include "certificate/verify.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tanshu;
  using namespace tanshu::certificate;
  const ByteView file(data, size);
  static const std::string key =
      proof::print_vkey(proof::verifier_of({"fuzz.example", Ed25519Seed{}}));
  CHECK(!verify_document(file, key).valid);

  // Against its own key a file may well be valid, and then reads the same again.
  const VerifyReport report = verify_document(file, std::nullopt);
  CHECK(report.valid == (report.first_failure() == nullptr));
  CHECK(!report_json(report).empty() && !report_text(report).empty());
  if (const auto parsed = parse_document(text_of(file)))
    CHECK(to_json(parsed->document) == text_of(file));
  if (const auto found = find_attachment(file)) CHECK(found->json_offset <= size);
  return 0;
}
