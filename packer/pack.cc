#include "packer/pack.h"

#include <unordered_map>

#include "packer/citations/citations.h"
#include "packer/entities/curated.h"
#include "packer/entities/entities.h"
#include "packer/entities/tagger.h"
#include "packer/notes/images.h"
#include "packer/read/read.h"
#include "packer/report/book_check.h"
#include "packer/report/popup_check.h"
#include "packer/structure/locate.h"
#include "packer/structure/structure.h"

namespace postil {
namespace {

std::string title_from(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  return name.substr(0, name.rfind('.'));
}

void override_metadata(const Metadata& with, Metadata& m) {
  if (!with.title.empty()) m.title = with.title;
  if (!with.language.empty()) m.language = with.language;
  if (!with.publisher.empty()) m.publisher = with.publisher;
  if (!with.date.empty()) m.date = with.date;
  if (!with.series.empty()) m.series = with.series;
  if (!with.series.empty() || with.series_index >= 0) m.series_index = with.series_index;
  if (!with.creators.empty()) m.creators = with.creators;
  if (!with.identifiers.empty()) m.identifiers = with.identifiers;
}

// The images of the notes, first come, that are small enough; two names of the same bytes are one image.
std::vector<Image> small_images(const Book& book, const NoteSet& notes, const ImageFiles& files) {
  std::vector<Image> out;
  const std::vector<NoteImage> wanted = images_of_notes(book, notes);
  if (wanted.empty()) return out;
  ImageReader reader(files);
  std::unordered_map<std::string, size_t> known;  // by their bytes
  uint64_t total = 0;
  for (const NoteImage& image : wanted) {
    Image read;
    if (!reader.read(image.reference, image.data, read.bytes, read.kind)) continue;
    if (const auto same = known.find(read.bytes); same != known.end()) {
      out[same->second].references.push_back(image.reference);
      continue;
    }
    if (read.bytes.size() > kMaxPackedImageBytes - total) continue;
    total += read.bytes.size();
    known.emplace(read.bytes, out.size());
    read.references = {image.reference};
    out.push_back(std::move(read));
  }
  return out;
}

// The message of a file other than the input.
Result in_file(Result r, const std::string& path) {
  r.file = path;
  return r;
}

}  // namespace

Result compile_book(const std::vector<std::string>& inputs, const PackOptions& options, Compiled& out) {
  auto stage = [&](const char* name, size_t done = 0, size_t total = 1) {
    if (options.progress) options.progress(name, done, total);
  };
  out.reference = options.reference;
  if (options.reference) {
    stage("reading the entities");
    CuratedSet curated;
    for (const std::string& input : inputs)
      if (Result r = read_curated(input, curated); !r) return in_file(r, input);
    for (const std::string& path : options.curated)
      if (Result r = read_curated(path, curated); !r) return in_file(r, path);
    out.entities = reference_entities(curated);
    out.book.metadata.title = title_from(inputs[0]);
    override_metadata(options.metadata, out.book.metadata);
    return {};
  }
  // A mistake in a curated file is told before the long work.
  std::vector<CuratedSet> curated(options.curated.size());
  for (size_t i = 0; i < curated.size(); ++i)
    if (Result r = read_curated(options.curated[i], curated[i]); !r) return in_file(r, options.curated[i]);
  ReadOptions reading;
  reading.jobs = options.jobs;
  reading.converter_seconds = options.converter_seconds;
  reading.progress = [&](size_t done, size_t total) { stage("reading", done, total); };
  NameOptions naming{options.jobs, nullptr};
  Tagger tagger;
  if (!options.tagger_weights.empty()) {
    if (Result r = read_weights_file(options.tagger_weights, tagger); !r) return in_file(r, options.tagger_weights);
    naming.tagger = &tagger;
  }
  ImageFiles images;
  if (Result r = read_book(inputs, reading, out.book, &images); !r) return r;
  override_metadata(options.metadata, out.book.metadata);
  structure(out.book);
  stage("finding notes");
  out.notes = find_notes(out.book, options.notes);
  check_book(out.book, out.notes);
  check_popups(out.book, out.notes);
  out.images = small_images(out.book, out.notes, images);
  stage("finding citations");
  out.citations = find_citations(out.book, out.notes);
  stage("finding names", 0, 2);
  const std::vector<NameSpan> names =
      with_declared_names(out.book, out.notes, find_names(out.book, out.notes, out.citations, naming));
  stage("finding names", 1, 2);
  out.entities = link_names(out.book, out.notes, out.citations, names);
  apply_curated(out.book, out.notes, book_lists(out.book), out.entities);
  for (const CuratedSet& set : curated) apply_curated(out.book, out.notes, set, out.entities);
  leave_out_passing(out.book, out.notes, out.entities);
  add_works(out.book, out.notes, out.citations, out.entities);
  for (auto* findings : {&out.book.findings, &out.notes.findings, &out.citations.findings, &out.entities.findings})
    for (Finding& f : *findings) f.anchor = anchor_of(out.book, out.notes, f.where);
  return {};
}

}  // namespace postil
