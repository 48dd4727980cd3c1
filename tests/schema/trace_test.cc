// The trace's coding: what was written is read again; damaged bytes are told, never believed.
#include "schema/trace.h"

#include <gtest/gtest.h>

#include <random>

namespace postil {
namespace {

bool same(const std::vector<TraceRun>& a, const std::vector<TraceRun>& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (a[i].offset != b[i].offset || a[i].way != b[i].way || a[i].chunk != b[i].chunk || a[i].units != b[i].units)
      return false;
  return true;
}

struct Sample {
  std::string text;
  std::vector<TraceRun> runs;
};

// Paragraphs as a document gives them: ways in document order, chunks rising within an element.
std::vector<Sample> random_document(std::mt19937& random) {
  std::vector<Sample> out;
  std::vector<uint32_t> way{2};
  uint32_t chunk = 0;
  for (int p = 0; p < 40; ++p) {
    Sample s;
    s.text.assign(20 + random() % 60, 'x');
    if (random() % 3 == 0) s.text.replace(0, 4, "\xF0\x9F\x96\x8B");  // two UTF-16 units
    uint32_t offset = 0;
    const size_t runs = random() % 6;
    for (size_t r = 0; r < runs && offset < s.text.size(); ++r) {
      const bool inside = random() % 2;
      if (inside) {
        for (uint32_t down = 1 + random() % 4; down > 0; --down) {
          way.push_back(chunk + 1 + random() % 3);
          chunk = 0;
        }
      } else if (way.size() > 1) {
        for (uint32_t up = 1 + random() % 3; up > 0 && way.size() > 1; --up) {
          chunk = way.back() + random() % 2;
          way.pop_back();
        }
      } else {
        ++chunk;
      }
      s.runs.push_back({offset, way, chunk, static_cast<uint32_t>(random() % 400)});
      offset += 4 + random() % 12;
      if (random() % 3 == 0 && offset < s.text.size()) {  // white space that left no trace
        const TraceRun& before = s.runs.back();
        const uint32_t passed = utf16_units(std::string_view(s.text).substr(before.offset, offset - before.offset));
        s.runs.push_back({offset, way, chunk, before.units + passed + static_cast<uint32_t>(1 + random() % 9)});
        offset += 5;
      }
    }
    out.push_back(std::move(s));
  }
  return out;
}

TEST(Trace, ReadsWhatWasWritten) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    const auto document = random_document(random);
    TraceWriter writer;
    for (const Sample& s : document) writer.add(s.text, s.runs);
    TraceReader reader(writer.bytes());
    std::vector<TraceRun> runs;
    for (const Sample& s : document) {
      ASSERT_TRUE(reader.next(runs));
      ASSERT_TRUE(TraceReader::settle(s.text, runs));
      ASSERT_TRUE(same(runs, s.runs));
    }
    EXPECT_FALSE(reader.next(runs));
    EXPECT_FALSE(reader.corrupt());
  }
}

TEST(Trace, APlainParagraphTakesTwoBytes) {
  TraceWriter writer;
  writer.add("one", {{0, {2, 1}, 0, 0}});
  const size_t before = writer.bytes().size();
  writer.add("two", {{0, {2, 2}, 0, 0}});
  EXPECT_EQ(writer.bytes().size() - before, 2u);
}

TEST(Trace, DamagedBytesEndSafely) {
  std::mt19937 random(11);
  size_t told = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    if (round % 2) {
      for (size_t n = random() % 40; n > 0; --n) bytes += static_cast<char>(random());
    } else {
      TraceWriter writer;
      for (const Sample& s : random_document(random)) writer.add(s.text, s.runs);
      bytes = writer.bytes().substr(0, random() % (writer.bytes().size() + 1));
      if (!bytes.empty()) bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    TraceReader reader(bytes);
    std::vector<TraceRun> runs;
    size_t steps = 0;
    while (reader.next(runs)) {
      ASSERT_LT(++steps, 100000u);
      TraceReader::settle("short", runs);
      cfi_path("short", runs, 3);
    }
    told += reader.corrupt();
  }
  EXPECT_GT(told, 500u);
}

}  // namespace
}  // namespace postil
