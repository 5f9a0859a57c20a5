package dev.espalier.app.library;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.format.Texts;
import dev.espalier.app.notebook.AnnotationField;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** All that is known of one session of a library, and what can be done with it. */
final class LibraryDetail extends VBox {

  private static final int LONGEST_NOTE = 300;

  private final LibraryViewModel model;
  private final Consumer<Path> open;
  private final Consumer<LibraryEntry> choose;
  private final VBox body = new VBox();

  /**
   * @param open opens a file in the window
   * @param choose goes to another entry of the library
   */
  LibraryDetail(LibraryViewModel model, Consumer<Path> open, Consumer<LibraryEntry> choose) {
    this.model = model;
    this.open = open;
    this.choose = choose;
    body.getStyleClass().add("library-detail");
    ScrollPane scroll = new ScrollPane(body);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren().add(scroll);
    setMinWidth(270);
    setPadding(new javafx.geometry.Insets(0, 0, 0, 10));
    model.selectedProperty().subscribe(this::show);
    // Relatives may come later than the one chosen.
    model
        .stateProperty()
        .addListener(_ -> {
          if (!writing()) {
            show(model.selectedProperty().get());
          }
        });
  }

  /** Whether something is being written here, which must not be taken away. */
  private boolean writing() {
    return getScene() != null
        && getScene().getFocusOwner() instanceof TextField field
        && body.equals(field.getParent());
  }

  private void show(@Nullable LibraryEntry entry) {
    body.getChildren().clear();
    if (entry == null) {
      body.getChildren().add(styled("Choose a session to see what it is of.", "help"));
      return;
    }
    Summary summary = entry.summary();
    if (summary == null) {
      body.getChildren()
          .addAll(
              styled(entry.name(), "field-name"),
              styled("This file cannot be read: " + entry.trouble(), "library-wrong"),
              styled(
                  Numbers.counted(entry.size(), "byte") + ". Nothing was changed in it.", "help"));
      return;
    }
    TextField title =
        new AnnotationField(
            "library-title", entry.title(), "Title", text -> model.rename(entry, text));
    TextField tags =
        new AnnotationField(
            "library-tags",
            summary.tags().makeString(", "),
            "Tags, with commas between them",
            text -> model.tag(entry, text));
    body.getChildren().addAll(title, tags, buttons(entry));
    Label verdict = styled("", "help");
    verdict.setId("library-verdict");
    verdict.textProperty().bind(model.verdictProperty());
    verdict.managedProperty().bind(verdict.textProperty().isNotEmpty());
    body.getChildren().add(verdict);
    if (!summary.notice().isEmpty()) {
      body.getChildren().add(styled(summary.notice(), "library-wrong"));
    }
    section("Prompt", summary.question());
    section(
        "Answer",
        (summary.answer().isEmpty() ? "none stated" : summary.answer())
            + (summary.known().isEmpty()
                ? ""
                : summary.correct() ? " (right)" : " (right is " + summary.known() + ")"));
    section("Text", Texts.snippet(summary.text(), LONGEST_NOTE));
    section(
        "Search",
        "%s with %s, %s\n%s, %s, %s"
            .formatted(
                summary.algorithm(),
                summary.model(),
                summary.outcome(),
                Numbers.counted(summary.tokens(), "token"),
                Numbers.count(summary.passes())
                    + (summary.passes() == 1 ? " reward pass" : " reward passes"),
                Numbers.counted(summary.events(), "event")));
    if (summary.bookmarks() > 0) {
      caption("Notes");
      summary.notes().each(note -> add(Texts.snippet(note, LONGEST_NOTE)));
      int bare = summary.bookmarks() - summary.notes().size();
      if (bare > 0) {
        body.getChildren().add(styled(Numbers.counted(bare, "bookmark"), "help"));
      }
    }
    lineage(entry, summary);
    section("File", entry.file().toString());
  }

  private Node buttons(LibraryEntry entry) {
    Button opening = new Button("Open", new FontIcon(Feather.FOLDER));
    opening.setId("library-open");
    opening.getStyleClass().add("accent");
    opening.setOnAction(_ -> open.accept(entry.file()));
    Button verify = new Button("Verify", new FontIcon(Feather.CHECK_CIRCLE));
    verify.setId("library-verify");
    verify.setTooltip(
        new Tooltip("Make the search again with the loaded model and compare every event"));
    verify.setOnAction(_ -> model.verify());
    HBox buttons = new HBox(8, opening, verify);
    buttons.setAlignment(Pos.CENTER_LEFT);
    return buttons;
  }

  private void lineage(LibraryEntry entry, Summary summary) {
    Summary.Branch branch = summary.branch();
    ImmutableList<LibraryEntry> children = model.children(entry);
    if (branch == null && children.isEmpty()) {
      return;
    }
    caption("Lineage");
    if (branch != null) {
      add(
          "Branched off after step %d%s"
              .formatted(branch.step(), branch.edit().isEmpty() ? "" : ": " + branch.edit()));
      model
          .ancestors(entry)
          .each(parent -> body.getChildren().add(link(Feather.ARROW_UP, parent.title(), parent)));
      String missing = model.missingParent(entry);
      if (!missing.isEmpty()) {
        Label gone = styled(missing + ". Replaying and forking this one need no parent.", "help");
        gone.setId("library-missing");
        body.getChildren().add(gone);
      }
    }
    children.each(child -> body.getChildren().add(link(Feather.GIT_BRANCH, what(child), child)));
  }

  /** What makes a fork another search than its parent. */
  private static String what(LibraryEntry child) {
    Summary.Branch branch = child.summary() == null ? null : child.summary().branch();
    return branch == null || branch.edit().isEmpty()
        ? child.title()
        : "step %d: %s".formatted(branch.step(), branch.edit());
  }

  private Hyperlink link(Feather icon, String words, LibraryEntry entry) {
    Hyperlink link = new Hyperlink(Texts.snippet(words, 60), new FontIcon(icon));
    link.setTooltip(new Tooltip(entry.name()));
    link.setOnAction(_ -> choose.accept(entry));
    return link;
  }

  private void section(String name, String text) {
    if (!text.isBlank()) {
      caption(name);
      add(text);
    }
  }

  private void caption(String name) {
    body.getChildren().add(styled(name, "caption"));
  }

  private void add(String text) {
    body.getChildren().add(styled(Texts.readable(text), "library-text"));
  }

  static Label tag(String tag) {
    Label label = new Label(tag);
    label.setMinWidth(USE_PREF_SIZE);
    label.getStyleClass().add("tag");
    return label;
  }

  private static Label styled(String text, String styleClass) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    label.getStyleClass().add(styleClass);
    return label;
  }
}
