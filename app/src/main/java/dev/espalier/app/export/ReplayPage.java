package dev.espalier.app.export;

import dev.espalier.app.tree.Grain;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.layout.TreeScene;
import dev.espalier.app.tree.layout.VisibleText;
import dev.espalier.sessions.Notebook;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.collections.api.list.primitive.IntList;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A page that holds a whole search and replays it: no network, no program but a browser. */
final class ReplayPage {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TEMPLATE = "/dev/espalier/app/export/replay.html";
  private static final String PLACE = "/*SEARCH*/null";

  private ReplayPage() {}

  static String write(SearchTree tree, int cursor, Notebook notebook) {
    // A "<" in a text must not end the script it stands in.
    String data = JSON.writeValueAsString(search(tree, cursor, notebook)).replace("<", "\\u003c");
    return template().replace(PLACE, data);
  }

  private static String template() {
    try (InputStream in = ReplayPage.class.getResourceAsStream(TEMPLATE)) {
      if (in == null) {
        throw new IllegalStateException("the program comes without " + TEMPLATE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode search(SearchTree tree, int cursor, Notebook notebook) {
    TreeScene scene = TreeScene.of(tree, LetterWidths::width);
    ObjectNode search = JSON.createObjectNode();
    search.put("events", tree.size());
    search.put("cursor", cursor);
    search.put("width", scene.totalWidth());
    search.put("height", scene.totalHeight());
    ArrayNode steps = search.putArray("steps");
    for (int at = 0; at < tree.size(); ) {
      int next = tree.next(Grain.STEP, at);
      steps.add(next);
      if (next <= at) {
        break;
      }
      at = next;
    }
    search.put("title", notebook.title());
    ArrayNode notes = search.putArray("notes");
    for (Notebook.Note note : notebook.notes()) {
      notes.addArray().add(Math.min(note.at() + 1, tree.size())).add(note.text());
    }
    ArrayNode boxes = search.putArray("boxes");
    for (int box = 0; box < scene.boxes(); box++) {
      boxes.add(box(tree, scene, box));
    }
    return search;
  }

  private static ObjectNode box(SearchTree tree, TreeScene scene, int box) {
    ObjectNode out = JSON.createObjectNode();
    out.put("parent", scene.parent(box));
    out.put("node", scene.firstNode(box));
    out.put("x", round(scene.x(box)));
    out.put("y", round(scene.y(box)));
    out.put("w", round(scene.width(box)));
    out.put("h", round(scene.height(box)));
    ArrayNode lines = out.putArray("lines");
    for (VisibleText.Line line : scene.lines(box)) {
      lines.addArray().add(line.text()).add(line.begin());
    }
    // Every moment at which anything about it changes: cursor, status, score, characters.
    ArrayNode states = out.putArray("states");
    String before = "";
    for (int at : moments(tree, scene, box)) {
      int node = scene.lastBornAt(tree, box, at);
      if (node < 0) {
        continue;
      }
      NodeStatus status = tree.statusAt(node, at);
      String name = status == null ? "" : status.label();
      String score = Nodes.score(tree, node, at);
      int shown = Math.min(scene.shownAt(tree, box, at), 1 << 20);
      String now = name + "|" + score + "|" + shown;
      if (!now.equals(before)) {
        before = now;
        states.addArray().add(at).add(name).add(score).add(shown);
      }
    }
    return out;
  }

  private static SortedSet<Integer> moments(SearchTree tree, TreeScene scene, int box) {
    SortedSet<Integer> moments = new TreeSet<>();
    for (int node = scene.lastNode(box); ; node = tree.parent(node)) {
      tree.events(node).forEach(event -> moments.add(event + 1));
      // A child's birth expands its parent.
      IntList children = tree.children(node);
      children.forEach(child -> moments.add(tree.bornBy(child) + 1));
      if (node == scene.firstNode(box)) {
        return moments;
      }
    }
  }

  private static double round(double value) {
    return Math.rint(value * 10) / 10;
  }
}
