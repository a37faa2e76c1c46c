// SPDX-License-Identifier: Apache-2.0
// Documents written once and kept in fixtures/certificates: whatever changes, they must verify for
// ever.
//
// TANSHU_WRITE_GOLDEN=1 writes those that are missing; it never overwrites one.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "certificate/pdf.h"
#include "certificate/sample_log.h"
#include "certificate/verify.h"

namespace tanshu::certificate {
namespace {

const std::filesystem::path directory =
    std::filesystem::path(TANSHU_SOURCE_DIR) / "fixtures/certificates";

struct Golden {
  const char* file;
  Carbon amount;
  std::string number;
};

const std::vector<Golden>& golden_documents() {
  static const std::vector<Golden> documents = {
      {"cancellation-certificate.json", tonnes(5'000), "r000001"},
      {"trade-voucher.json", tonnes(1'200), "t000001"},
      {"carbon-ticket.json", tonnes(150), "acc-saihan/gy-2024-b1"},
      {"cancellation-certificate.pdf", tonnes(5'000), "r000001"},
  };
  return documents;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_if_missing(const std::string& name, std::string_view content) {
  if (!std::filesystem::exists(directory / name))
    std::ofstream(directory / name, std::ios::binary) << content;
}

void write_missing() {
  const SampleLog& log = sample_log();
  std::filesystem::create_directories(directory);
  write_if_missing("cancellation-certificate.json", to_json(log.certificate()));
  write_if_missing("trade-voucher.json", to_json(log.voucher()));
  write_if_missing("carbon-ticket.json", to_json(log.ticket()));
  write_if_missing("retirement.proof", log.proof_file(log.at().retirement));
  write_if_missing("log.vkey", log.vkey());
  const auto pdf = render_pdf(log.certificate(), log.signer());
  ASSERT_TRUE(pdf);
  write_if_missing("cancellation-certificate.pdf", text_of(*pdf));
}

TEST(GoldenDocuments, verify_for_ever) {
  if (std::getenv("TANSHU_WRITE_GOLDEN") != nullptr) write_missing();
  const std::string key = read(directory / "log.vkey");
  ASSERT_FALSE(key.empty());
  for (const Golden& golden : golden_documents()) {
    const VerifyReport report = verify_document(view_of(read(directory / golden.file)), key);
    ASSERT_TRUE(report.valid) << golden.file << "\n" << report_text(report);
    EXPECT_EQ(report.statement->amount, golden.amount);
    EXPECT_EQ(report.statement->number, golden.number);
  }
  const VerifyReport proof = verify_document(view_of(read(directory / "retirement.proof")), key);
  EXPECT_TRUE(proof.valid) << report_text(proof);
}

}  // namespace
}  // namespace tanshu::certificate
