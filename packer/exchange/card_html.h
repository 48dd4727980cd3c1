// A card as a well-formed XHTML fragment, for programs that know dictionaries and not Postil.
#pragma once
#include <string>

#include "packer/exchange/contents.h"

namespace postil {

// Name, type and role; description and statements; other names; how often and where first. Tells the whole book: such programs know
// no reading position.
std::string card_html(const Contents& contents, const ContentsEntity& entity);

// The words under which an entity is looked up: its name, then its other aliases, each once.
std::vector<std::string> headwords(const ContentsEntity& entity);

}  // namespace postil
