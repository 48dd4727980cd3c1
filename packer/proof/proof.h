// The proof of a pack: static pages that show a publisher what the packer understood, doubtful things first. They need no network and no
// server, work without scripts, in light and dark, and on paper.
#pragma once
#include <string>
#include <vector>

#include "packer/exchange/contents.h"

namespace postil {

struct ProofFile {
  std::string name, bytes;
};

struct ProofOptions {
  // Where a curated file speaks of an entity's id, to be found by who corrects it: "Book.entities.json:12".
  struct CuratedLine {
    std::string id, place;
  };
  std::vector<CuratedLine> curated;
};

// index.html (what to look at, numbers, chapters), text-N.html (the book with its marks), notes-N.html, works-N.html, names-N.html,
// who.html (who appears when and with whom), proof.css, proof.js, names.js. Deterministic.
std::vector<ProofFile> to_proof(const Contents& contents, const ProofOptions& options = {});

}  // namespace postil
