package dev.espalier.app.find;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TreeViewModel;
import java.util.Locale;
import java.util.Objects;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Nodes there are by now whose text holds what was typed, upper and lower case alike. A number with
 * a hash finds the node of that number.
 */
public final class FindViewModel {

  private final TreeViewModel tree;
  private final StringProperty wanted = new SimpleStringProperty(this, "wanted", "");
  private final ReadOnlyStringWrapper found = new ReadOnlyStringWrapper(this, "found", "");
  private final MutableIntList nodes = IntLists.mutable.empty();
  private int at = -1;

  public FindViewModel(TreeViewModel tree) {
    this.tree = tree;
    wanted.addListener(_ -> {
      look();
      go(0);
    });
  }

  private void look() {
    nodes.clear();
    at = -1;
    String text = Objects.requireNonNullElse(wanted.get(), "").strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return;
    }
    SearchTree all = tree.tree();
    int born = all.nodesAt(tree.cursor());
    for (int node = 0; node < born; node++) {
      if (text.equals("#" + node)
          || all.textAt(node, tree.cursor()).toLowerCase(Locale.ROOT).contains(text)) {
        nodes.add(node);
      }
    }
  }

  private void go(int index) {
    if (nodes.isEmpty()) {
      found.set(
          Objects.requireNonNullElse(wanted.get(), "").isBlank()
              ? ""
              : "Nothing here holds it by now.");
      return;
    }
    at = Math.floorMod(index, nodes.size());
    tree.select(nodes.get(at));
    found.set("%s of %s".formatted(Numbers.count(at + 1), Numbers.counted(nodes.size(), "node")));
  }

  /** Selects the next node that fits, the first after the last. */
  public void next() {
    go(at + 1);
  }

  /** Selects the one before, the last before the first. */
  public void previous() {
    go(at - 1);
  }

  /** What to look for. */
  public StringProperty wantedProperty() {
    return wanted;
  }

  /** "2 of 14 nodes". */
  public ReadOnlyStringProperty foundProperty() {
    return found.getReadOnlyProperty();
  }
}
