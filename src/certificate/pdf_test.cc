// SPDX-License-Identifier: Apache-2.0
// The paper: read back by poppler and zbar, which are not ours.
#include "certificate/pdf.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "base/check.h"
#include "certificate/pdf_attachment.h"
#include "certificate/qr.h"
#include "certificate/sample_log.h"
#include "certificate/verify.h"

namespace tanshu::certificate {
namespace {

class PaperTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    directory_ = std::filesystem::temp_directory_path() /
                 fmt::format("tanshu-certificate-{}-{}", test->name(), getpid());
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override {
    if (std::getenv("TANSHU_KEEP_PAPER") == nullptr) std::filesystem::remove_all(directory_);
  }

  std::string write(const std::string& name, ByteView bytes) {
    const auto path = directory_ / name;
    std::ofstream(path, std::ios::binary) << text_of(bytes);
    return path.string();
  }
  /// What a command prints; the test is skipped when the machine does not have the command.
  static std::string run(const std::string& command) {
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    CHECK(pipe != nullptr);
    std::string printed;
    for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe)) printed.push_back(static_cast<char>(c));
    pclose(pipe);
    return printed;
  }
  static bool has(const std::string& program) { return !run("command -v " + program).empty(); }
  std::string path(const std::string& name) const { return (directory_ / name).string(); }

  std::filesystem::path directory_;
};

Bytes pdf_of(const Document& document) {
  auto pdf = render_pdf(document, sample_log().signer());
  EXPECT_TRUE(pdf) << (pdf ? "" : pdf.error().what);
  return pdf.value_or(Bytes());
}

TEST_F(PaperTest, says_what_the_evidence_says) {
  if (!has("pdftotext")) GTEST_SKIP() << "pdftotext is not installed";
  const SampleLog& log = sample_log();
  const std::string certificate = write("certificate.pdf", pdf_of(log.certificate()));
  std::string text = run("pdftotext -layout " + certificate + " -");
  for (const char* expected : {"注销证明", "Cancellation Certificate", "5,000 吨二氧化碳当量",
                               "示例运动会", "The Example Games", "2024-02-17 至 2024-02-27",
                               "gy-2024-b1", "扫码验证", "Scan to verify", "tanshu.example/baotou"})
    EXPECT_TRUE(text.contains(expected)) << expected << "\n" << text;
  text = run("pdftotext -layout " + write("voucher.pdf", pdf_of(log.voucher())) + " -");
  for (const char* expected : {"交易凭证", "Trade Voucher", "75,000.00 元", "已交收", "t000001"})
    EXPECT_TRUE(text.contains(expected)) << expected << "\n" << text;
  text = run("pdftotext -layout " + write("ticket.pdf", pdf_of(log.ticket())) + " -");
  for (const char* expected : {"林草数字碳票", "国营固阳林场", "22,000 亩", "150 吨二氧化碳当量"})
    EXPECT_TRUE(text.contains(expected)) << expected << "\n" << text;
  write("rejected.pdf", pdf_of(log.rejected_voucher()));
  write("imported.pdf", pdf_of(log.imported_ticket()));
}

TEST_F(PaperTest, carries_the_document_for_any_reader) {
  if (!has("pdfdetach")) GTEST_SKIP() << "pdfdetach is not installed";
  const Document document = sample_log().certificate();
  const std::string file = write("certificate.pdf", pdf_of(document));
  EXPECT_TRUE(run("pdfdetach -list " + file).contains("tanshu-document.json"));
  EXPECT_EQ(run("pdfdetach -save 1 -o " + path("out.json") + " " + file), "");
  std::ifstream saved(path("out.json"), std::ios::binary);
  const std::string json((std::istreambuf_iterator<char>(saved)), {});
  const auto parsed = parse_document(json);
  ASSERT_TRUE(parsed);
  EXPECT_TRUE(parsed->document.rendition);
  EXPECT_TRUE(verify_document(view_of(json), sample_log().vkey()).valid);
  const std::string info = run("pdfinfo " + file);
  EXPECT_TRUE(info.contains("注销证明")) << info;
  EXPECT_TRUE(info.contains("A4")) << info;
  EXPECT_FALSE(info.contains("Error")) << info;
  EXPECT_FALSE(run("pdffonts " + file).contains(" no ")) << "every font is embedded and a subset";
}

TEST_F(PaperTest, flows_long_lists_onto_more_pages) {
  const Bytes pdf = pdf_of(sample_log().ticket(300));
  EXPECT_TRUE(verify_document(pdf, sample_log().vkey()).valid);
  if (!has("pdftotext")) GTEST_SKIP() << "pdftotext is not installed";
  const std::string file = write("long.pdf", pdf);
  const std::string text = run("pdftotext -layout " + file + " -");
  EXPECT_TRUE(text.contains("10,000,000,000,000 – 10,049,999,999,999"));
  EXPECT_TRUE(text.contains("39,900,000,000,000 – 39,949,999,999,999"));
  EXPECT_FALSE(run("pdfinfo " + file).contains("Pages:          1\n"));
}

TEST_F(PaperTest, flows_long_texts_onto_more_pages) {
  const SampleLog& sample = sample_log();
  SampleLog log;
  protocol::Record record = sample.record(sample.at().retirement);
  auto& retirement = std::get<protocol::UnitsRetired>(record.outcome->front()).retirement;
  retirement.purpose_zh.clear();
  for (int i = 0; i < 260; ++i) retirement.purpose_zh += "抵销排放。";
  retirement.purpose_en = std::string(3'000, 'x');
  const std::uint64_t index = log.append(record);
  const Document document =
      log.document(DocumentKind::cancellation_certificate, "r000001", {index});
  const auto pdf = render_pdf(document, log.signer());
  ASSERT_TRUE(pdf);
  if (!has("pdfinfo")) GTEST_SKIP() << "pdfinfo is not installed";
  EXPECT_FALSE(run("pdfinfo " + write("text.pdf", *pdf)).contains("Pages:          1\n"));
}

TEST_F(PaperTest, shows_a_code_that_a_camera_reads) {
  const std::string address = verify_address(sample_log().certificate());
  EXPECT_EQ(address, "https://tanshu.example/verify?document=certificates/r000001");
  if (!has("zbarimg") || !has("pdftoppm"))
    GTEST_SKIP() << "zbarimg (zbar-tools) or pdftoppm is not installed";
  const std::string file = write("certificate.pdf", pdf_of(sample_log().certificate()));
  run("pdftoppm -r 150 -png " + file + " " + path("page"));
  const std::string read = run("zbarimg -q --raw " + path("page-1.png"));
  EXPECT_TRUE(read.contains(address + "\n")) << read;
}

TEST(RenderPage, is_the_same_every_time) {
  const Document document = sample_log().certificate();
  const auto once = render_page(document), again = render_page(document);
  ASSERT_TRUE(once && again);
  EXPECT_TRUE(*once == *again);
}

TEST(RenderPage, refuses_what_the_evidence_does_not_support) {
  Document document = sample_log().certificate();
  document.number = "r000009";
  EXPECT_FALSE(render_page(document));
  document = sample_log().certificate();
  document.checkpoint[document.checkpoint.size() / 2] ^= 1;
  EXPECT_FALSE(render_page(document));
}

TEST(EncodeQr, refuses_what_does_not_fit) {
  EXPECT_TRUE(encode_qr("https://tanshu.example/"));
  EXPECT_FALSE(encode_qr(std::string(5'000, 'x')));
}

TEST(Attach, refuses_what_is_no_plain_pdf) {
  EXPECT_FALSE(attach(view_of("not a pdf"), "{}"));
  const Bytes once = pdf_of(sample_log().certificate());
  EXPECT_FALSE(attach(once, "{}")) << "attached twice";
}

TEST(FindAttachment, finds_none_in_a_bare_page) {
  const auto page = render_page(sample_log().certificate());
  ASSERT_TRUE(page);
  EXPECT_FALSE(find_attachment(*page));
  EXPECT_FALSE(verify_document(*page, {}).valid);
}

}  // namespace
}  // namespace tanshu::certificate
