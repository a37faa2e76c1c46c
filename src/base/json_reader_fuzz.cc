// SPDX-License-Identifier: Apache-2.0
// Fuzzes the JSON reader on a struct with every kind of field: what it reads, it writes and reads
// again the same.
#include "base/json_reader.h"

#include "base/check.h"
#include "base/json.h"

namespace tanshu::fuzzed {

struct ThingTag {
  static constexpr std::string_view name = "thing";
};
struct Inner {
  static constexpr std::string_view type_name = "Inner";
  Serial serial;
  Degrees degrees;
  std::optional<Day> day;
  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("s", self.serial, "");
    visit("g", self.degrees, "");
    visit("d", self.day, "");
  }
};
struct Outer {
  static constexpr std::string_view type_name = "Outer";
  Id<ThingTag> id;
  std::vector<Inner> inner;
  Carbon carbon;
  Money money;
  Area area;
  Instant instant;
  Digest digest;
  Bytes bytes;
  std::string text;
  std::int64_t number = 0;
  bool flag = false;
  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("i", self.id, "");
    visit("n", self.inner, "");
    visit("c", self.carbon, "");
    visit("m", self.money, "");
    visit("a", self.area, "");
    visit("t", self.instant, "");
    visit("h", self.digest, "");
    visit("b", self.bytes, "");
    visit("x", self.text, "");
    visit("z", self.number, "");
    visit("f", self.flag, "");
  }
};

template <class T>
void check(std::string_view json) {
  const auto document = JsonDocument::parse(json);
  if (!document) return;
  const auto value = JsonReader::read<T>(document->root());
  if (!value) return;
  const std::string text = to_json(*value);
  const auto again = JsonDocument::parse(text);
  CHECK(again.has_value());
  const auto value_again = JsonReader::read<T>(again->root());
  CHECK(value_again.has_value());
  CHECK(to_json(*value_again) == text);
}

Outer sample() {
  Outer outer;
  outer.id.text = "thing-1";
  outer.inner = {{Serial{7}, Degrees{-5}, Day{19'844}}, {Serial{0}, Degrees{0}, std::nullopt}};
  outer.carbon = Carbon{12'500'000'000};
  outer.bytes = {1, 2};
  outer.text = "碳票 \"1\"";
  outer.number = -3;
  return outer;
}

/// Edits of three bytes: a place, and the character to put there.
std::string edited(std::string text, ByteView edits) {
  for (std::size_t i = 0; i + 2 < edits.size(); i += 3)
    text[static_cast<std::size_t>(edits[i] * 256 + edits[i + 1]) % text.size()] =
        static_cast<char>(edits[i + 2]);
  return text;
}

}  // namespace tanshu::fuzzed

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tanshu;
  static const std::string sample = to_json(fuzzed::sample());
  const ByteView bytes(data, size);
  fuzzed::check<fuzzed::Outer>(text_of(bytes));
  fuzzed::check<fuzzed::Inner>(text_of(bytes));
  fuzzed::check<fuzzed::Outer>(fuzzed::edited(sample, bytes));
  return 0;
}
