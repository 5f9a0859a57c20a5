package dev.espalier.app.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.SearchEvent;
import org.junit.jupiter.api.Test;

class NodeNumberTest {

  private final EventLog events = SyntheticSearch.aStar();
  private final SearchTree tree = SearchTree.of(events);

  @Test
  void whatStandsThereWasWrittenByTheEventThatIsNamed() {
    for (int node = 1; node < tree.nodes(); node++) {
      for (int cursor = tree.bornBy(node) + 1; cursor <= events.size(); cursor += 7) {
        for (NodeNumber number : NodeNumber.values()) {
          int event = number.writtenBy(tree, events, node, cursor);
          assertThat(event).isLessThan(cursor);
          if (event >= 0) {
            String before = shown(number, node, event);
            String after = shown(number, node, event + 1);
            assertThat(after).as("%s of node %d", number, node).isNotEqualTo(before);
            assertThat(shown(number, node, cursor)).isEqualTo(after);
          }
        }
      }
    }
  }

  private String shown(NodeNumber number, int node, int cursor) {
    return switch (number) {
      case SCORE -> String.valueOf(tree.scoreAt(node, cursor));
      case STATUS -> String.valueOf(tree.statusAt(node, cursor));
      // A node may be born without tokens.
      case LOG_PROB, TOKENS -> tree.bornAt(node, cursor) + " " + tree.tokensAt(node, cursor);
    };
  }

  @Test
  void goingThereStopsFollowingTheEnd() {
    TreeViewModel model = new TreeViewModel();
    model.open(events);
    OriginMenu.go(model, 10);
    assertThat(model.cursor()).isEqualTo(11);
    assertThat(model.followingProperty().get()).isFalse();
    OriginMenu.go(model, -1);
    assertThat(model.cursor()).isEqualTo(11);
  }

  @Test
  void theEventIsNamedOrSaidToBeNone() {
    TreeViewModel model = new TreeViewModel();
    model.open(events);
    assertThat(OriginMenu.inWords(model, 0)).isEqualTo("Event 1, rooted");
    assertThat(OriginMenu.inWords(model, -1)).contains("worked out here");
    assertThat(events.event(0)).isInstanceOf(SearchEvent.Rooted.class);
  }
}
