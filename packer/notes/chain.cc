// The marks of a text as the best chain of candidates: labels that count on, beginning anew with each run of notes.
#include <algorithm>
#include <unordered_map>

#include "packer/notes/unlinked.h"

namespace postil {
namespace {

constexpr int32_t kStep[] = {0, 10, -12, -24, -34, -44};  // worth of a step of so many labels, in tenths
constexpr uint32_t kLeaps = 5;
constexpr uint32_t kBeam = 6;        // runs to either side of the best chain's that a candidate may belong to
constexpr int32_t kSkippedRun = 30;  // a run that has no marks
constexpr int32_t kNoRun = 12;       // marks without a run
constexpr int32_t kRestart = 5;      // labels that begin anew
constexpr int32_t kOff = 10;         // a label between a run's last and its marks' last
constexpr uint32_t kBeyond = 2;      // labels of marks past a run's last: the notes are missing
constexpr int32_t kUnopened = 40;    // a run that no heading opens is more often a list of the text

}  // namespace

std::vector<MarkCandidate> mark_chain(const std::vector<MarkCandidate>& candidates, const std::vector<NoteRun>& runs,
                                      int32_t& score) {
  struct State {
    int32_t score;
    uint32_t node;
  };
  struct Node {
    uint32_t candidate, run, back;
    int32_t score;
  };
  struct Close {  // the best end of a run's marks: a chain that ends far from the run's last label lost much
    int32_t score = -1000000;
    uint32_t node = kNone;
  };
  score = 0;
  std::vector<Node> nodes;
  std::vector<std::unordered_map<uint32_t, State>> best(runs.size());
  std::vector<Close> close(runs.size());
  uint32_t top = kNone;
  const auto count = static_cast<uint32_t>(runs.size());
  for (uint32_t i = 0; i < candidates.size(); ++i) {
    const MarkCandidate& c = candidates[i];
    const uint32_t middle = top == kNone ? 0 : nodes[top].run;
    const uint32_t first = middle > kBeam ? middle - kBeam : 0, last = std::min(count, middle + kBeam + 1);
    auto apart = [&](uint32_t node) {
      const MarkCandidate& before = candidates[nodes[node].candidate];
      return before.paragraph < c.paragraph || before.end <= c.begin;
    };
    // From the last run down: a run's marks end before the candidate that begins the next.
    for (uint32_t r = last; r-- > first;) {
      if (c.label > runs[r].max_label + kBeyond + runs[r].max_label / 16 ||
          c.paragraph >= runs[r].notes.back().paragraph)
        continue;
      Node node{i, r, kNone, -1000000};
      auto better = [&](int32_t with, uint32_t back) {
        if (with > node.score) node.score = with, node.back = back;
      };
      if (c.label <= 4) {
        const int32_t unopened = runs[r].opened ? 0 : kUnopened;
        better(-7 * static_cast<int32_t>(c.label - 1) - kSkippedRun * static_cast<int32_t>(std::min(r, 20u)) - unopened,
               kNone);
        for (uint32_t before = r > 3 ? r - 3 : 0; before < r; ++before)
          if (close[before].node != kNone && apart(close[before].node))
            better(close[before].score - kRestart - 10 * static_cast<int32_t>(c.label - 1) -
                       kSkippedRun * static_cast<int32_t>(r - before - 1) - unopened,
                   close[before].node);
        // A chapter whose notes are all missing.
        if (count > 1 && close[r].node != kNone && apart(close[r].node))
          better(close[r].score - kNoRun - 10 * static_cast<int32_t>(c.label - 1), close[r].node);
      }
      for (uint32_t step = 1; step <= kLeaps && step < c.label; ++step)
        if (const auto found = best[r].find(c.label - step); found != best[r].end() && apart(found->second.node))
          better(found->second.score + kStep[step], found->second.node);
      if (node.score <= -1000000) continue;
      node.score += c.score;
      const auto row = static_cast<uint32_t>(nodes.size());
      nodes.push_back(node);
      State& state = best[r].emplace(c.label, State{node.score, row}).first->second;
      if (node.score >= state.score) state = {node.score, row};
      const uint32_t off = c.label > runs[r].max_label ? c.label - runs[r].max_label : runs[r].max_label - c.label;
      const int32_t closing = node.score - kOff * static_cast<int32_t>(std::min(off, 8u));
      if (closing > close[r].score) close[r] = {closing, row};
      if (top == kNone || node.score > nodes[top].score) top = row;  // steers the beam
    }
  }
  std::vector<MarkCandidate> chain;
  if (top == kNone) return chain;
  int32_t most = -1000000;
  for (uint32_t r = 0; r < count; ++r) {
    const int32_t with = close[r].score - kSkippedRun * static_cast<int32_t>(std::min(count - 1 - r, 20u));
    if (close[r].node != kNone && with >= most) most = with, top = close[r].node;
  }
  score = nodes[top].score;
  for (uint32_t n = top; n != kNone; n = nodes[n].back) {
    chain.push_back(candidates[nodes[n].candidate]);
    chain.back().run = nodes[n].run;
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

}  // namespace postil
