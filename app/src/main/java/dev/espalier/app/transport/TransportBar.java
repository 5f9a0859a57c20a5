package dev.espalier.app.transport;

import dev.espalier.app.breakpoints.BreakpointsForm;
import dev.espalier.app.course.Axis;
import dev.espalier.app.overlay.Overlay;
import dev.espalier.app.tree.Grain;
import dev.espalier.app.tree.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The buttons under the tree that move through time, with the scrubber above them. */
public final class TransportBar extends VBox {

  /** Kinds that get buttons where they occur; expansions are what a step forward goes to. */
  private static final List<Mark> JUMPS =
      List.of(
          Mark.BACKTRACK, Mark.PRUNE, Mark.REJECTION, Mark.RESAMPLE, Mark.SURPRISE, Mark.FINISH);

  private final TransportViewModel model;
  private final Scrubber scrubber;
  private final Button play;
  private final Button breakpoints = new Button("", new FontIcon(Feather.STOP_CIRCLE));

  public TransportBar(TransportViewModel model, Overlay overlay) {
    this.model = model;
    this.scrubber = new Scrubber(model);
    getStyleClass().add("transport");
    Button start =
        button(Feather.SKIP_BACK, "to-start", "To the start", TransportViewModel::toStart);
    Button back =
        button(Feather.CHEVRON_LEFT, "back", "Back by the chosen grain", TransportViewModel::back);
    play = button(Feather.PLAY, "play", "Play", TransportViewModel::togglePlay);
    Button forward =
        button(
            Feather.CHEVRON_RIGHT,
            "forward",
            "Forward by the chosen grain",
            TransportViewModel::forward);
    Button end = button(Feather.SKIP_FORWARD, "to-end", "To the end", TransportViewModel::toEnd);
    disableWhile(model.atStartBinding(), start, back);
    disableWhile(model.atEndBinding(), forward);
    model.playingProperty().addListener((_, _, on) -> showPlaying(on));
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox moves = new HBox(2, start, back, play, forward, end);
    moves.setAlignment(Pos.CENTER_LEFT);
    HBox jumps = jumps();
    HBox row =
        new HBox(12, moves, grains(), speed(), jumps, gap, place(), breakpoints(overlay), live());
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("transport-row");
    getChildren().addAll(scrubber, row);
    HBox second = new HBox();
    second.setAlignment(Pos.CENTER_LEFT);
    // Its width is set in the midst of a layout, which is no time to move children.
    widthProperty().addListener(_ -> Platform.runLater(() -> arrange(row, jumps, second, gap)));
    // After the jumps that are to be seen have been decided.
    model.model().sizeProperty().addListener((_, _, _) -> arrange(row, jumps, second, gap));
  }

  /** Puts the jumps in a row of their own where they leave too little room for the others. */
  private void arrange(HBox row, HBox jumps, HBox second, Region gap) {
    double others = row.getPadding().getLeft() + row.getPadding().getRight();
    for (Node child : row.getChildren()) {
      if (child.isManaged() && !child.equals(jumps) && !child.equals(gap)) {
        others += child.prefWidth(-1) + row.getSpacing();
      }
    }
    boolean narrow = others + jumps.prefWidth(-1) + row.getSpacing() > getWidth();
    if (narrow && row.getChildren().remove(jumps)) {
      second.getChildren().setAll(jumps);
      getChildren().add(second);
    } else if (!narrow && second.getChildren().remove(jumps)) {
      getChildren().remove(second);
      row.getChildren().add(row.getChildren().indexOf(gap), jumps);
    }
  }

  private Button button(Feather icon, String id, String what, Consumer<TransportViewModel> action) {
    Button button = new Button("", new FontIcon(icon));
    button.setId(id);
    button.getStyleClass().addAll("button-icon", "flat");
    button.setTooltip(new Tooltip(what));
    button.setAccessibleText(what);
    button.setOnAction(_ -> action.accept(model));
    return button;
  }

  private static void disableWhile(ObservableValue<Boolean> condition, Button... buttons) {
    for (Button button : buttons) {
      button.disableProperty().bind(condition);
    }
  }

  private void showPlaying(boolean on) {
    if (play.getGraphic() instanceof FontIcon icon) {
      icon.setIconCode(on ? Feather.PAUSE : Feather.PLAY);
    }
  }

  private HBox grains() {
    ToggleGroup group = new ToggleGroup();
    HBox box = new HBox();
    box.getStyleClass().add("segments");
    box.setAlignment(Pos.CENTER_LEFT);
    Grain[] offered = {Grain.TOKEN, Grain.STEP, Grain.ITERATION};
    for (int i = 0; i < offered.length; i++) {
      Grain grain = offered[i];
      ToggleButton button = new ToggleButton(grain.label());
      button.setMinWidth(USE_PREF_SIZE);
      button.setId("grain-" + grain.label());
      button
          .getStyleClass()
          .addAll("small", i == 0 ? "left-pill" : i == 2 ? "right-pill" : "center-pill");
      button.setToggleGroup(group);
      button.setTooltip(new Tooltip("Move by one " + grain.label()));
      button.setSelected(model.grain() == grain);
      button.setOnAction(_ -> {
        model.grainProperty().set(grain);
        button.setSelected(true);
      });
      model.grainProperty().addListener((_, _, now) -> button.setSelected(now == grain));
      box.getChildren().add(button);
    }
    return box;
  }

  private ComboBox<Speed> speed() {
    ComboBox<Speed> speed = new ComboBox<>();
    speed.setId("speed");
    speed.setMinWidth(USE_PREF_SIZE);
    speed.getItems().setAll(Speed.values());
    speed.valueProperty().bindBidirectional(model.speedProperty());
    speed.getStyleClass().add("small");
    speed.setTooltip(new Tooltip("Speed of playing"));
    speed.setAccessibleText("Speed of playing");
    speed.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(Speed value) {
            return value == null ? "" : value.label();
          }

          @Override
          public Speed fromString(String label) {
            throw new UnsupportedOperationException("the list is not edited");
          }
        });
    return speed;
  }

  /** Where in time one is; its menu says what the line counts. */
  private MenuButton place() {
    MenuButton place = new MenuButton();
    place.setId("place");
    place.getStyleClass().addAll("place", "flat", "small");
    place.textProperty().bind(model.placeBinding());
    place.setTooltip(
        new Tooltip(
            "What the line above counts. On it, the wheel or Shift and a drag show a part, a double click all"));
    // The buttons that a menu has none of yet are not shown, so it needs one from the start.
    place.getItems().setAll(new MenuItem("Whole Time Line"));
    place.setOnShowing(_ -> place.getItems().setAll(choices()));
    return place;
  }

  private List<MenuItem> choices() {
    TimelineViewModel timeline = model.timeline();
    Axis shown = timeline.scale().axis();
    ToggleGroup group = new ToggleGroup();
    List<MenuItem> items = new ArrayList<>();
    for (Axis axis : timeline.axes()) {
      RadioMenuItem item = new RadioMenuItem("Count " + axis.label());
      item.setToggleGroup(group);
      item.setSelected(axis == shown);
      item.setOnAction(_ -> timeline.axisProperty().set(axis));
      items.add(item);
    }
    MenuItem whole = new MenuItem("Whole Time Line");
    whole.setDisable(timeline.scale().whole());
    whole.setOnAction(_ -> timeline.showWhole());
    items.add(new SeparatorMenuItem());
    items.add(whole);
    return items;
  }

  /** Next and previous moment of a kind: left of the label goes back, right of it on. */
  private HBox jumps() {
    HBox box = new HBox(10);
    box.setAlignment(Pos.CENTER_LEFT);
    for (Mark mark : JUMPS) {
      box.getChildren().add(jump(mark));
    }
    return box;
  }

  /** Breakpoints: the list, and the way to the hits before and after. */
  private HBox breakpoints(Overlay overlay) {
    Button list = breakpoints;
    list.setId("breakpoints");
    list.getStyleClass().addAll("flat", "small", "breakpoint-dot");
    list.setTooltip(new Tooltip("Breakpoints"));
    list.setAccessibleText("Breakpoints");
    list.setOnAction(
        _ -> overlay.toggle(new BreakpointsForm(model.breakpoints(), model::seek), list));
    Button back =
        button(
            Feather.CHEVRON_LEFT,
            "previous-hit",
            "Back to the last hit",
            TransportViewModel::toPreviousHit);
    Button forward =
        button(
            Feather.CHEVRON_RIGHT, "next-hit", "On to the next hit", TransportViewModel::toNextHit);
    back.getStyleClass().add("small");
    forward.getStyleClass().add("small");
    model
        .breakpoints()
        .versionProperty()
        .subscribe(_ -> {
          int hits = model.breakpoints().hits();
          list.setText(hits == 0 ? "" : Integer.toString(hits));
          for (Button one : new Button[] {back, forward}) {
            one.setVisible(hits > 0);
            one.setManaged(hits > 0);
          }
        });
    HBox box = new HBox(back, list, forward);
    box.getStyleClass().add("jump-box");
    box.setAlignment(Pos.CENTER);
    return box;
  }

  private HBox jump(Mark mark) {
    Button back =
        button(
            Feather.CHEVRON_LEFT,
            "previous-" + mark.label(),
            "Previous " + mark.label(),
            m -> m.back(mark));
    Button forward =
        button(
            Feather.CHEVRON_RIGHT,
            "next-" + mark.label(),
            "Next " + mark.label(),
            m -> m.forward(mark));
    back.getStyleClass().add("small");
    forward.getStyleClass().add("small");
    Label name = new Label(mark.label());
    name.setMinWidth(USE_PREF_SIZE);
    name.getStyleClass().addAll("jump", "jump-" + mark.label());
    HBox box = new HBox(back, name, forward);
    box.getStyleClass().add("jump-box");
    box.setAlignment(Pos.CENTER);
    model
        .model()
        .sizeProperty()
        .subscribe(_ -> {
          boolean any = model.model().tree().mark(mark).size() > 0;
          box.setVisible(any);
          box.setManaged(any);
        });
    return box;
  }

  private ToggleButton live() {
    ToggleButton live = new ToggleButton("Live", new FontIcon(Feather.RADIO));
    live.setId("live");
    live.getStyleClass().add("small");
    live.setTooltip(new Tooltip("Go with the search as it runs"));
    live.selectedProperty().bindBidirectional(model.model().followingProperty());
    live.setOnAction(_ -> {
      if (live.isSelected()) {
        model.toEnd();
      }
    });
    live.visibleProperty().bind(model.liveProperty());
    live.managedProperty().bind(model.liveProperty());
    live.pseudoClassStateChanged(PseudoClass.getPseudoClass("live"), true);
    return live;
  }

  /** Shows the list of breakpoints, or hides it. */
  public void openBreakpoints() {
    breakpoints.fire();
  }

  /** Paints the scrubber anew if something changed; called once a frame. */
  public void refresh() {
    scrubber.refresh();
  }
}
