package dev.espalier.app.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.SyntheticDraws;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.sessions.Notebook;
import java.io.StringReader;
import java.time.Instant;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExportFormatTest {

  private final SearchTree tree = SearchTree.of(SyntheticSearch.aStar());

  /** Everything that any of the languages might take for its own. */
  private static final String NASTY = "<b>&\"'\\ {x}_$%#^~ ]] \u0001 \uDC80 a,b\n\"q\"";

  private final SearchTree nasty =
      SearchTree.of(
          EventLog.of(
              Lists.immutable.of(
                  new SearchEvent.Rooted(0, IntLists.immutable.of(1), NASTY),
                  new SearchEvent.Grown(
                      1, 0, IntLists.immutable.of(2, 3), "</script>" + NASTY, -1.5),
                  new SearchEvent.Stepped(0))));

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)));
  }

  private static int count(String text, String regex) {
    return (int) Pattern.compile(regex, Pattern.MULTILINE).matcher(text).results().count();
  }

  @Test
  void theDrawingIsXmlWithABoxANodeAndItsWords() throws Exception {
    Document svg = xml(ExportFormat.SVG.write(tree, tree.size()));
    assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(tree.nodes() + 1);
    assertThat(svg.getElementsByTagName("path").getLength()).isEqualTo(tree.nodes() - 1);
    assertThat(svg.getDocumentElement().getTextContent()).contains("14 boxes of 6 buns");
    assertThat(
            xml(ExportFormat.SVG.write(nasty, nasty.size())).getDocumentElement().getTextContent())
        .contains("<b>&\"'\\");
  }

  @Test
  void theDrawingShowsWhatThereWasByThen() throws Exception {
    int cursor = tree.size() / 2;
    Document svg = xml(ExportFormat.SVG.write(tree, cursor));
    assertThat(svg.getElementsByTagName("path").getLength())
        .isEqualTo(tree.nodesAt(cursor) - 1)
        .isLessThan(tree.nodes() - 1);
  }

  @Test
  void graphsHaveEveryNodeAndEveryEdge() {
    String dot = ExportFormat.DOT.write(tree, tree.size());
    assertThat(count(dot, "^  n\\d+ \\[label=")).isEqualTo(tree.nodes());
    assertThat(count(dot, "^  n\\d+ -> n\\d+;$")).isEqualTo(tree.nodes() - 1);
    String mermaid = ExportFormat.MERMAID.write(tree, tree.size());
    assertThat(count(mermaid, "^  n\\d+ --> n\\d+$")).isEqualTo(tree.nodes() - 1);
    String tikz = ExportFormat.TIKZ.write(tree, tree.size());
    assertThat(count(tikz, "\\\\node\\[node box")).isEqualTo(tree.nodes());
    assertThat(tikz).startsWith("\\begin{tikzpicture}").endsWith("\\end{tikzpicture}\n");
  }

  @Test
  void whatALanguageTakesForItsOwnIsEscaped() {
    String dot = ExportFormat.DOT.write(nasty, nasty.size());
    assertThat(dot).contains("<b>&\\\"'\\\\ {x}");
    String mermaid = ExportFormat.MERMAID.write(nasty, nasty.size());
    assertThat(mermaid).contains("#60;b#62;#38;#34;").doesNotContain("<b>");
    String tikz = ExportFormat.TIKZ.write(nasty, nasty.size());
    assertThat(tikz).contains("\\textbackslash{} \\{x\\}\\_\\$\\%\\#\\textasciicircum{}");
  }

  @Test
  void theTableHasALineANodeAndQuotesWhatNeedsIt() {
    String csv = ExportFormat.CSV.write(tree, tree.size());
    assertThat(csv).startsWith("node,parent,depth,status,score,");
    assertThat(count(csv, "^\\d+,\\d*,\\d+,")).isEqualTo(tree.nodes());
    assertThat(ExportFormat.CSV.write(nasty, nasty.size())).contains("\"\"q\"\"");
  }

  @Test
  void thePageHoldsTheWholeSearchAndNeedsNoNetwork() {
    String page = ExportFormat.HTML.write(tree, 100);
    JsonNode search = search(page);
    assertThat(search.get("events").asInt()).isEqualTo(tree.size());
    assertThat(search.get("cursor").asInt()).isEqualTo(100);
    assertThat(search.get("boxes").size()).isEqualTo(tree.nodes());
    assertThat(page.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http://")
        .doesNotContain("https://");
  }

  @Test
  void theStatesOfThePageAreThoseOfTheTreeAtEveryMoment() {
    JsonNode boxes = search(ExportFormat.HTML.write(tree, 0)).get("boxes");
    for (int cursor = 0; cursor <= tree.size(); cursor += 7) {
      for (JsonNode box : boxes) {
        int node = box.get("node").asInt();
        String shown = "";
        for (JsonNode state : box.get("states")) {
          shown = state.get(0).asInt() <= cursor ? state.get(1).asString() : shown;
        }
        NodeStatus status = tree.statusAt(node, cursor);
        String expected = status == null ? "" : status.label();
        assertThat(shown).as("node %d at %d", node, cursor).isEqualTo(expected);
      }
    }
  }

  @Test
  void aTextCannotEndTheScriptItStandsIn() {
    String page = ExportFormat.HTML.write(nasty, nasty.size());
    assertThat(count(page, "</script>")).isEqualTo(1);
  }

  private final Notebook notebook =
      new Notebook(
          "Buns",
          Lists.immutable.empty(),
          Lists.immutable.of(
              new Notebook.Note("a", 30, "why, \"here\"?</script>", Instant.EPOCH),
              new Notebook.Note("b", 30, "", Instant.EPOCH),
              new Notebook.Note("c", 1_000_000, "beyond the end", Instant.EPOCH)));

  @Test
  void theReplayHasTheNotesAtTheirMoments() {
    String page = ExportFormat.HTML.write(tree, tree.size(), notebook);
    assertThat(count(page, "</script>")).isEqualTo(1);
    JsonNode search = search(page);
    assertThat(search.get("title").asString()).isEqualTo("Buns");
    assertThat(search.get("notes").size()).isEqualTo(3);
    assertThat(search.get("notes").get(0).get(0).asInt()).isEqualTo(31);
    assertThat(search.get("notes").get(0).get(1).asString()).isEqualTo("why, \"here\"?</script>");
    assertThat(search.get("notes").get(2).get(0).asInt()).isEqualTo(tree.size());
  }

  @Test
  void theTableHasTheNotesWithTheNodesTheyAreAbout() {
    String csv = ExportFormat.CSV.write(tree, tree.size(), notebook);
    int node = tree.currentNode(31);
    String line = csv.split("\r\n", -1)[node + 1];
    assertThat(line)
        .startsWith(node + ",")
        .endsWith(",\"event 31: why, \"\"here\"\"?</script>\nevent 31:\"");
    assertThat(count(csv, "beyond the end")).isEqualTo(1);
    assertThat(ExportFormat.CSV.write(tree, 30, notebook)).doesNotContain("event 31");
  }

  @Test
  void diagramsOfLargeTreesCarryACaution() {
    assertThat(ExportFormat.MERMAID.caution(50)).isEmpty();
    assertThat(ExportFormat.MERMAID.caution(500)).startsWith("It has 500 nodes");
    assertThat(ExportFormat.SVG.caution(500)).isEmpty();
  }

  @Test
  void everyFormCanWriteEveryTree() {
    for (ExportFormat format : ExportFormat.values()) {
      for (SearchTree one :
          new SearchTree[] {
            new SearchTree(),
            SearchTree.of(SyntheticSearch.beam()),
            SearchTree.of(SyntheticDraws.particles(4, 3))
          }) {
        assertThat(format.write(one, one.size())).isNotBlank();
      }
    }
  }

  private static JsonNode search(String page) {
    int begin = page.indexOf("const search = ") + "const search = ".length();
    return JsonMapper.shared().readTree(page.substring(begin, page.indexOf(";\n", begin)));
  }
}
