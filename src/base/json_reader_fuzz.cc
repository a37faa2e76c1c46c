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
void check(JsonElement root) {
  const auto value = JsonReader::read<T>(root);
  if (!value) return;
  const std::string text = to_json(*value);
  const auto again = JsonDocument::parse(text);
  CHECK(again.has_value());
  const auto value_again = JsonReader::read<T>(again->root());
  CHECK(value_again.has_value());
  CHECK(to_json(*value_again) == text);
}

}  // namespace tanshu::fuzzed

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = tanshu::JsonDocument::parse(tanshu::text_of({data, size}));
  if (!document) return 0;
  tanshu::fuzzed::check<tanshu::fuzzed::Outer>(document->root());
  tanshu::fuzzed::check<tanshu::fuzzed::Inner>(document->root());
  return 0;
}
