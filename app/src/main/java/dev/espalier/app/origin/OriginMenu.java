package dev.espalier.app.origin;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.EventSource;
import java.util.Locale;
import java.util.function.IntSupplier;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;

/** "Where did this come from?": a right click on a number goes to the event that wrote it. */
public final class OriginMenu {

  private OriginMenu() {}

  /**
   * Offers the way from a number to the event that wrote it.
   *
   * @param event index of the event when the menu is opened, −1 if the number is worked out on
   *     screen
   */
  public static void offer(Node number, TreeViewModel tree, IntSupplier event) {
    number.setOnContextMenuRequested(request -> {
      ContextMenu menu = new ContextMenu(item("Where did this come from?", tree, event.getAsInt()));
      menu.setAutoHide(true);
      menu.show(number, request.getScreenX(), request.getScreenY());
      request.consume();
    });
  }

  /** The item that goes to an event; it says which, or that there is none. */
  public static MenuItem item(String question, TreeViewModel tree, int event) {
    MenuItem item = new MenuItem(question + "  " + inWords(tree, event));
    item.setMnemonicParsing(false);
    item.setDisable(event < 0);
    item.setOnAction(_ -> go(tree, event));
    return item;
  }

  /** Goes to just after an event and stays there. */
  public static void go(TreeViewModel tree, int event) {
    if (event >= 0 && event < tree.size()) {
      tree.followingProperty().set(false);
      tree.jump(event + 1);
    }
  }

  /** "Event 812, scored", or that no event wrote it. */
  static String inWords(TreeViewModel tree, int event) {
    EventSource events = tree.source();
    return event < 0 || events == null
        ? "It is worked out here, from the others."
        : "Event %s, %s"
            .formatted(
                Numbers.count(event + 1L),
                events.event(event).getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }
}
