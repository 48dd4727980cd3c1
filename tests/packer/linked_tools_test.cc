// Noterefs and notes as the tools of the trade write them; one small fixture a tool.
#include "tests/support/markup_book.h"

namespace postil {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;
using Lines = std::vector<std::string>;

Lines of(const Files& files) {
  const Book book = book_of(files);
  return shown(book, find_notes(book));
}
Lines of(const std::string& body) {
  return of(Files{{"t.xhtml", body}});
}

TEST(LinkedTools, InDesignExport) {
  EXPECT_EQ(
      of("<div class=\"_idGenObjectLayout-1\"><p class=\"Body\">The river rose.<span class=\"CharOverride-1\"><span "
         "id=\"footnote-000-backlink\"><a class=\"_idFootnoteLink _idGenColorInherit\" "
         "href=\"t.xhtml#footnote-000\">1</a></span></span> Nobody came.<span id=\"footnote-001-backlink\"><a "
         "class=\"_idFootnoteLink\" href=\"t.xhtml#footnote-001\">2</a></span></p></div>"
         "<hr class=\"HorizontalRule-1\"/><div class=\"_idFootnotes\"><div class=\"_idFootnote\" "
         "id=\"footnote-000\"><p class=\"Footnote\"><a class=\"_idFootnoteAnchor _idGenColorInherit\" "
         "href=\"t.xhtml#footnote-000-backlink\">1</a>\t A wet year.</p><p class=\"Footnote\">So says the "
         "log.</p></div><div class=\"_idFootnote\" id=\"footnote-001\"><p class=\"Footnote\">"
         "<a class=\"_idFootnoteAnchor\" href=\"t.xhtml#footnote-001-backlink\">2</a>\tAlmost nobody.</p></div></div>"),
      (Lines{"1: A wet year. / So says the log.", "2: Almost nobody."}));
}

TEST(LinkedTools, InDesignEndnotes) {
  EXPECT_EQ(of({{"c.xhtml",
                 "<p>The river rose.<span id=\"endnote-000-backlink\"><a class=\"_idEndnoteLink\" "
                 "href=\"n.xhtml#endnote-000\">1</a></span> Nobody came.<span id=\"endnote-001-backlink\"><a "
                 "class=\"_idEndnoteLink\" "
                 "href=\"n.xhtml#endnote-001\">2</a></span></p>"},
                {"n.xhtml",
                 "<p class=\"EndNoteHeading\">Endnotes</p><section class=\"_idEndnotes\" epub:type=\"endnotes\"><div "
                 "class=\"_idEndnote\" id=\"endnote-000\" epub:type=\"endnote\"><p><a class=\"_idEndnoteAnchor\" "
                 "href=\"c.xhtml#endnote-000-backlink\">1</a> A wet year.</p></div><div class=\"_idEndnote\" "
                 "id=\"endnote-001\"><p><a class=\"_idEndnoteAnchor\" href=\"c.xhtml#endnote-001-backlink\">2</a> "
                 "None.</p></div></section>"}}),
            (Lines{"1: A wet year.", "2: None."}));
}

TEST(LinkedTools, WordFilteredHtml) {
  EXPECT_EQ(
      of("<div class=\"WordSection1\"><p class=\"MsoNormal\">The river rose.<a href=\"#_ftn1\" name=\"_ftnref1\" "
         "title=\"\"><span class=\"MsoFootnoteReference\"><span class=\"MsoFootnoteReference\">[1]</span></span></a> "
         "It fell.<a href=\"#_edn1\" name=\"_ednref1\" title=\"\"><span "
         "class=\"MsoEndnoteReference\">[i]</span></a></p></div><div><br clear=\"all\"/><hr align=\"left\" size=\"1\" "
         "width=\"33%\"/>"
         "<div id=\"ftn1\"><p class=\"MsoFootnoteText\"><a href=\"#_ftnref1\" name=\"_ftn1\" title=\"\"><span "
         "class=\"MsoFootnoteReference\">[1]</span></a> A wet year.</p></div></div>"
         "<div><hr/><div id=\"edn1\"><p class=\"MsoEndnoteText\"><a href=\"#_ednref1\" name=\"_edn1\" "
         "title=\"\">[i]</a> By <i>May</i>.</p><p class=\"MsoEndnoteText\">Or June.</p></div></div>"),
      (Lines{"1: A wet year.", "i: By May. / Or June."}));
}

TEST(LinkedTools, LibreOfficeHtmlAndWriter2Epub) {
  EXPECT_EQ(of("<p>The river rose.<sup><a class=\"sdfootnoteanc\" name=\"sdfootnote1anc\" "
               "href=\"#sdfootnote1sym\"><sup>1</sup></a></sup> It fell.<a class=\"sdendnoteanc\" "
               "name=\"sdendnote1anc\" href=\"#sdendnote1sym\"><sup>i</sup></a></p>"
               "<div id=\"sdfootnote1\"><p class=\"sdfootnote\"><a class=\"sdfootnotesym\" name=\"sdfootnote1sym\" "
               "href=\"#sdfootnote1anc\">1</a>A wet year.</p></div>"
               "<div id=\"sdendnote1\"><p class=\"sdendnote\"><a class=\"sdendnotesym\" name=\"sdendnote1sym\" "
               "href=\"#sdendnote1anc\">i</a>By May.</p></div>"),
            (Lines{"1: A wet year.", "i: By May."}));
}

TEST(LinkedTools, GoogleDocsExport) {
  EXPECT_EQ(of("<p><span>The river rose.</span><sup><a href=\"#ftnt1\" id=\"ftnt_ref1\">[1]</a></sup><span> It "
               "fell.</span><sup><a href=\"#ftnt2\" id=\"ftnt_ref2\">[2]</a></sup></p><hr class=\"c1\"/>"
               "<div><p class=\"c3\"><a href=\"#ftnt_ref1\" id=\"ftnt1\">[1]</a><span class=\"c4\">&#160;A wet "
               "year.</span></p></div><div><p class=\"c3\"><a href=\"#ftnt_ref2\" id=\"ftnt2\">[2]</a><span>&#160;By "
               "May.</span></p><p class=\"c3\"><span>Or June.</span></p></div>"),
            (Lines{"1: A wet year.", "2: By May. / Or June."}));
}

TEST(LinkedTools, PandocEpub2AndEpub3) {
  EXPECT_EQ(
      of("<p>The river rose.<a href=\"#fn1\" class=\"footnote-ref\" id=\"fnref1\"><sup>1</sup></a> It fell.<a "
         "href=\"#fn2\" class=\"footnoteRef\" id=\"fnref2\"><sup>2</sup></a></p><div class=\"footnotes\"><hr/><ol>"
         "<li id=\"fn1\"><p>A wet year.</p><blockquote><p>Rain.</p></blockquote><p>Snow.<a href=\"#fnref1\" "
         "class=\"footnote-back\">↩</a></p></li><li id=\"fn2\"><p>By May.<a "
         "href=\"#fnref2\">↩</a></p></li></ol></div>"),
      (Lines{"1: A wet year. / Rain. / Snow.", "2: By May."}));
}

TEST(LinkedTools, StandardEbooks) {
  EXPECT_EQ(
      of({{"c.xhtml", "<p>The river rose.<a href=\"e.xhtml#note-1\" id=\"noteref-1\" epub:type=\"noteref\">1</a></p>"},
          {"e.xhtml",
           "<section id=\"endnotes\" epub:type=\"endnotes\"><h2>Endnotes</h2><ol><li id=\"note-1\" "
           "epub:type=\"endnote\"><p>A wet year.</p><blockquote epub:type=\"z3998:verse\"><p><span>Rain, "
           "rain,</span><br/>"
           "<span>Go away.</span></p></blockquote><p><cite>The Log</cite>. <a href=\"c.xhtml#noteref-1\" "
           "epub:type=\"backlink\">↩</a></p></li></ol></section>"}}),
      (Lines{"1: A wet year. / Rain, rain, Go away. / The Log."}));
}

TEST(LinkedTools, ProjectGutenbergNew) {
  EXPECT_EQ(
      of("<p>The river rose.<a id=\"FNanchor_1_1\"></a><a href=\"#Footnote_1_1\" class=\"fnanchor pginternal\">[1]</a> "
         "It fell.<a id=\"FNanchor_2_2\"></a><a href=\"#Footnote_2_2\" class=\"fnanchor\">[2]</a></p>"
         "<div class=\"footnotes\"><h3>FOOTNOTES:</h3><div class=\"footnote\"><p><a id=\"Footnote_1_1\"></a><a "
         "href=\"#FNanchor_1_1\" class=\"pginternal\"><span class=\"label\">[1]</span></a> A wet year.</p><p>So says "
         "the log.</p></div>"
         "<div class=\"footnote\"><p><a id=\"Footnote_2_2\"></a><a href=\"#FNanchor_2_2\"><span "
         "class=\"label\">[2]</span></a> By May.</p></div></div>"),
      (Lines{"1: A wet year. / So says the log.", "2: By May."}));
}

TEST(LinkedTools, ProjectGutenbergOld) {
  EXPECT_EQ(of("<p>The river rose.<a name=\"citation1\"></a><a href=\"#footnote1\">[1]</a> It fell. <a "
               "name=\"citation2\"></a><a href=\"#footnote2\">[2]</a></p><h2>Footnotes:</h2>"
               "<p><a name=\"footnote1\"></a><a href=\"#citation1\">[1]</a>&#160; A wet year.</p><p><a "
               "name=\"footnote2\"></a><a href=\"#citation2\">[2]</a>&#160; By May.</p>"),
            (Lines{"1: A wet year.", "2: By May."}));
  EXPECT_EQ(
      of("<p>The river rose. [<a name=\"linknoteref-1\" id=\"linknoteref-1\"></a><a "
         "href=\"#linknote-1\"><small>1</small></a>] It fell.[<a name=\"linknoteref-2\"></a><a "
         "href=\"#linknote-2\">2</a>]</p><p><a name=\"linknote-1\" id=\"linknote-1\"></a></p>"
         "<p class=\"foot\">1 (<a href=\"#linknoteref-1\">return</a>)<br/>[ A wet year.]</p><p><a "
         "name=\"linknote-2\"></a></p><p class=\"foot\">2 (<a href=\"#linknoteref-2\">return</a>)<br/>[ By May.]</p>"),
      (Lines{"1: [ A wet year.]", "2: [ By May.]"}));
  EXPECT_EQ(
      of("<p>The river rose.<a id=\"footnotetag1\" name=\"footnotetag1\"></a><a href=\"#footnote1\"><sup>1</sup></a> "
         "It fell.</p><blockquote class=\"footnote\"><p><a id=\"footnote1\"></a><b>Footnote 1:</b><a "
         "href=\"#footnotetag1\">(return)</a></p><p>A wet year.</p></blockquote><p>The end.</p>"),
      (Lines{"1: A wet year."}));
}

TEST(LinkedTools, KindleFilepos) {
  EXPECT_EQ(of("<p>The river rose.<a href=\"#filepos900\"><sup>1</sup></a> It fell.<a "
               "href=\"#filepos950\"><sup>2</sup></a><a id=\"filepos120\"></a></p><p>More.</p>"
               "<p class=\"calibre_4\" id=\"filepos900\"><a href=\"#filepos120\"><sup>1</sup></a> A wet year.</p><p "
               "class=\"calibre_4\" id=\"filepos950\"><a href=\"#filepos120\"><sup>2</sup></a> By May.</p>"),
            (Lines{"1: A wet year.", "2: By May."}));
}

TEST(LinkedTools, DocBookAndOReilly) {
  EXPECT_EQ(of("<p>The river rose.<a href=\"#ftn.id1\" class=\"footnote\" id=\"id1\"><sup "
               "class=\"footnote\">[1]</sup></a></p><div class=\"footnotes\"><br/><hr class=\"footnote-hr\"/><div "
               "id=\"ftn.id1\" class=\"footnote\"><p><a href=\"#id1\" class=\"para\">"
               "<sup class=\"para\">[1] </sup></a>A wet year.</p></div></div>"),
            (Lines{"1: A wet year."}));
  EXPECT_EQ(of("<p>The river rose.<sup><a data-type=\"noteref\" id=\"id20-marker\" "
               "href=\"t.xhtml#id20\">1</a></sup></p><p>See <a data-type=\"xref\" href=\"#fig_3\">Figure "
               "3</a>.</p><div data-type=\"footnotes\"><p data-type=\"footnote\" id=\"id20\"><sup><a "
               "href=\"t.xhtml#id20-marker\">1</a></sup> A wet year.</p></div>"),
            (Lines{"1: A wet year."}));
}

TEST(LinkedTools, WikisourceReferences) {
  EXPECT_EQ(
      of("<p>The river rose.<sup id=\"cite_ref-1\" class=\"reference\"><a href=\"#cite_note-1\">[1]</a></sup> It "
         "fell.<sup id=\"cite_ref-log_2-0\" class=\"reference\"><a href=\"#cite_note-log-2\">[2]</a></sup> Again.<sup "
         "id=\"cite_ref-log_2-1\" class=\"reference\"><a href=\"#cite_note-log-2\">[2]</a></sup></p>"
         "<h2>References</h2><ol class=\"references\"><li id=\"cite_note-1\"><span class=\"mw-cite-backlink\"><b><a "
         "href=\"#cite_ref-1\">↑</a></b></span> <span class=\"reference-text\">A wet year.</span></li>"
         "<li id=\"cite_note-log-2\"><span class=\"mw-cite-backlink\">↑ <a "
         "href=\"#cite_ref-log_2-0\"><sup>2.0</sup></a> <a href=\"#cite_ref-log_2-1\"><sup>2.1</sup></a></span> <span "
         "class=\"reference-text\">The log.</span></li></ol>"),
      (Lines{"1: A wet year.", "2: The log.", "2: The log."}));
}

TEST(LinkedTools, PressBooksVellumMultiMarkdownScrivener) {
  EXPECT_EQ(of("<p>The river rose.<a class=\"footnote\" title=\"A wet year.\" id=\"return-footnote-5-1\" "
               "href=\"#footnote-5-1\" aria-label=\"Footnote 1\"><sup class=\"footnote\">[1]</sup></a></p><hr "
               "class=\"before-footnotes clear\"/><div class=\"footnotes\"><ol><li id=\"footnote-5-1\">A wet year. <a "
               "href=\"#return-footnote-5-1\" class=\"return-footnote\" aria-label=\"Return to footnote "
               "1\">&#8617;</a></li></ol></div>"),
            (Lines{"1: A wet year."}));
  EXPECT_EQ(of("<p>The river rose.<a class=\"noteref\" href=\"#note-1\" id=\"ref-1\" "
               "epub:type=\"noteref\">1</a></p><div class=\"endnotes\"><div class=\"endnote\" id=\"note-1\" "
               "epub:type=\"endnote\"><p class=\"first\"><a class=\"endnote-backlink\" href=\"#ref-1\" "
               "epub:type=\"backlink\">1.</a> A wet year.</p><p>So.</p></div></div>"),
            (Lines{"1: A wet year. / So."}));
  EXPECT_EQ(of("<p>The river rose.<a href=\"#fn:1\" id=\"fnref:1\" title=\"see footnote\" "
               "class=\"footnote\"><sup>1</sup></a></p><div class=\"footnotes\"><hr/><ol><li id=\"fn:1\"><p>A wet "
               "year. <a href=\"#fnref:1\" title=\"return to body\" "
               "class=\"reversefootnote\">&#160;&#8617;&#xfe0e;</a></p></li></ol></div>"),
            (Lines{"1: A wet year."}));
  EXPECT_EQ(
      of({{"body1.xhtml",
           "<p>The river rose.<sup><a href=\"body9.xhtml#ftn1\" id=\"ftnref1\">[1]</a></sup> It fell.<sup><a "
           "href=\"body9.xhtml#ftn2\" id=\"ftnref2\">[2]</a></sup></p>"},
          {"body9.xhtml",
           "<h1>Notes</h1><p class=\"fn\"><a id=\"ftn1\" href=\"body1.xhtml#ftnref1\">[1]</a> A wet year.</p><p "
           "class=\"fn\">So.</p><p class=\"fn\"><a id=\"ftn2\" href=\"body1.xhtml#ftnref2\">[2]</a> By May.</p>"}}),
      (Lines{"1: A wet year. / So.", "2: By May."}));
}

TEST(LinkedTools, DuokanImageMarks) {
  EXPECT_EQ(of("<p>河水上涨。<sup><a class=\"duokan-footnote\" href=\"#note_1\" id=\"note_ref1\"><img alt=\"\" "
               "src=\"note.png\"/></a></sup>后来退了。<a class=\"duokan-footnote\" epub:type=\"noteref\" "
               "href=\"#note_2\"><img alt=\"注\" class=\"zhangyue-footnote\" src=\"note.png\"/></a></p>"
               "<ol class=\"duokan-footnote-content\"><li class=\"duokan-footnote-item\" id=\"note_1\"><p><a "
               "href=\"#note_ref1\">①</a>多雨之年。</p></li><li class=\"duokan-footnote-item\" "
               "id=\"note_2\"><p>五月。</p></li></ol>"),
            (Lines{"1: 多雨之年。", ": 五月。"}));
  EXPECT_EQ(of("<p>河水上涨<a href=\"#m1\" id=\"w1\"><sup>[1]</sup></a>。后来退了<a href=\"#m2\" "
               "id=\"w2\"><sup>[2]</sup></a>。</p><p class=\"note\"><a href=\"#w1\" id=\"m1\">[1]</a> 多雨之年。</p><p "
               "class=\"note\"><a href=\"#w2\" id=\"m2\">[2]</a> 五月。</p>"),
            (Lines{"1: 多雨之年。", "2: 五月。"}));
}

TEST(LinkedTools, JapaneseMarks) {
  EXPECT_EQ(of("<p>川は増水した<a class=\"noteref\" href=\"#fn01\" id=\"ref01\"><span "
               "class=\"super\">（注１）</span></a>。引いた<a href=\"#fn02\" id=\"ref02\">＊２</a>。</p><hr/><div "
               "class=\"fn\"><p id=\"fn01\"><a href=\"#ref01\">（注１）</a>雨の年。</p><p id=\"fn02\"><a "
               "href=\"#ref02\">＊２</a>五月。</p></div>"),
            (Lines{"1: 雨の年。", "＊2: 五月。"}));
}

TEST(LinkedTools, SmashwordsAndPlainAnchors) {
  EXPECT_EQ(of("<p>The river rose.<a href=\"#note1\">*</a> It fell.<a href=\"#note2\">**</a></p><p>~~~</p><p><a "
               "id=\"note1\"></a>* A wet year.</p><p><a id=\"note2\"></a>** By May.</p>"),
            (Lines{"*: A wet year.", "**: By May."}));
}

TEST(LinkedTools, NotesInOneParagraphByLineBreaks) {
  EXPECT_EQ(of("<p>The river rose.<sup><a href=\"#n1\">1</a></sup> It fell.<sup><a href=\"#n2\">2</a></sup></p><p "
               "class=\"notes\"><a id=\"n1\"></a>1. A wet year.<br/><a id=\"n2\"></a>2. By May.<br/>Or June.</p>"),
            (Lines{"1: A wet year.", "2: By May. Or June."}));
}

TEST(LinkedTools, OneFileANote) {
  EXPECT_EQ(of({{"c.xhtml",
                 "<p>The river rose.<sup><a href=\"fn1.xhtml\">1</a></sup> It fell.<sup><a "
                 "href=\"fn2.xhtml\">2</a></sup></p><p>See <a href=\"d.xhtml\">2</a>.</p>"},
                {"d.xhtml", "<h1>Two</h1><p>Text.</p>"},
                {"fn1.xhtml", "<p>1. A wet year.</p><p>So.</p><p><a href=\"c.xhtml\">Back</a></p>"},
                {"fn2.xhtml", "<p>2. By May.</p><p><a href=\"c.xhtml\">Back</a></p>"}}),
            (Lines{"1: A wet year. / So.", "2: By May."}));
}

TEST(LinkedTools, TeiNotesInPlaceAndByReference) {
  const Book book =
      book_of({{"t.xml",
                "<p>The river rose,<note n=\"1\">A wet year; see <ref target=\"x\">there</ref>.<note n=\"a\">Of a "
                "note.</note> So.</note> and fell.</p><p>Again.<ref href=\"#e1\">2</ref> So<ptr href=\"#e2\"/></p>"
                "<div><note id=\"e1\" n=\"2\"><p>By May.</p><p>Or June.</p></note><note id=\"e2\" n=\"3\" "
                "type=\"translator\"><p>In the original too.</p></note></div>"}});
  const NoteSet set = find_notes(book);
  EXPECT_EQ(shown(book, set), (Lines{"1: A wet year; see there. So.", "a: Of a note.", "2: By May. / Or June.",
                                     "3: In the original too."}));
  EXPECT_EQ(set.marks[0].inside, kNone);
  EXPECT_EQ(set.marks[0].begin, set.marks[0].end);
}

TEST(LinkedTools, CommonMarkFootnotes) {
  EXPECT_EQ(
      of("<p>The river rose.<sup class=\"footnote-ref\"><a href=\"#fn-log\" id=\"fnref-log\" "
         "data-footnote-ref=\"\">1</a></sup> It fell.<sup class=\"footnote-ref\"><a href=\"#fn-log\" "
         "id=\"fnref-log-2\">1</a></sup></p><section class=\"footnotes\" data-footnotes=\"\"><ol><li id=\"fn-log\">"
         "<p>A wet year.</p><p>So. <a href=\"#fnref-log\" class=\"footnote-backref\" data-footnote-backref=\"\" "
         "aria-label=\"Back to reference 1\">↩</a> <a href=\"#fnref-log-2\" class=\"footnote-backref\">↩<sup "
         "class=\"footnote-ref\">2</sup></a></p></li></ol></section>"),
      (Lines{"1: A wet year. / So.", "1: A wet year. / So."}));
}

}  // namespace
}  // namespace postil
