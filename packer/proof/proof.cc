#include "packer/proof/proof.h"

#include "packer/proof/page.h"

__asm__(
    ".section .rodata\n"
    ".global postil_proof_css\npostil_proof_css:\n.incbin \"" POSTIL_PROOF_FOLDER
    "/proof.css\"\n.byte 0\n"
    ".global postil_proof_js\npostil_proof_js:\n.incbin \"" POSTIL_PROOF_FOLDER
    "/proof.js\"\n.byte 0\n"
    ".previous\n");
extern "C" const char postil_proof_css[], postil_proof_js[];

namespace postil {

std::vector<ProofFile> to_proof(const Contents& contents, const ProofOptions& options) {
  const proof::Places places(contents);
  std::vector<ProofFile> out{{"index.html", proof::overview(contents, places, options)},
                             {"who.html", proof::who(contents, places)},
                             {"proof.css", postil_proof_css},
                             {"proof.js", postil_proof_js}};
  for (auto files : {proof::text_files(contents, places), proof::note_files(contents, places),
                     proof::work_files(contents, places), proof::name_files(contents, places, options)})
    for (ProofFile& file : files) out.push_back(std::move(file));
  return out;
}

}  // namespace postil
