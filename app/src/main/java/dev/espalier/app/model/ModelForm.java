package dev.espalier.app.model;

import dev.espalier.search.lm.transformer.DeviceReport;
import dev.espalier.search.lm.transformer.RuntimeOptions.PrecisionChoice;
import java.io.File;
import java.util.Locale;
import java.util.Objects;
import javafx.beans.property.Property;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The models as a form: which, on what, and whether they fit the memory. */
public final class ModelForm extends VBox {

  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
  private static final double WIDTH = 480;
  private static final double CONTROL_WIDTH = 150;

  private final ModelViewModel model;
  private final MemoryBar bar = new MemoryBar();
  private final Label words = help("");
  private final Label advice = help("");
  private final Label deviceHelp = help("");
  private final Button load = new Button("Load");

  /**
   * @param close closes the card it is on
   */
  public ModelForm(ModelViewModel model, Runnable close) {
    this.model = model;
    getStyleClass().add("card");
    setId("model-form");
    setPrefWidth(WIDTH);
    Label title = new Label("Model and device");
    title.getStyleClass().add("card-title");
    VBox rows =
        new VBox(
            folder(
                "Language model",
                "model-language",
                model.languageProperty(),
                model.downloadedProperty().map(_ -> model.offers()),
                "One that comes with the program or was downloaded, the folder of a Hugging Face"
                    + " model, or a GGUF file.",
                ggufChooser()),
            folder(
                "Judge",
                "model-reward",
                model.rewardProperty(),
                new SimpleObjectProperty<>(model.judges()),
                "Judges the steps of A*, best-of-n and others: a process reward model,"
                    + " likelihood:MODEL, verifier, or nothing."),
            new VBox(2, line("Device", devices()), deviceHelp),
            new VBox(
                2,
                line("Number format", precision()),
                help("auto times both where the model is large enough for it to matter.")),
            new VBox(
                2,
                line("Context", context()),
                help("Tokens of prompt and text that are kept. Empty: as many as fit.")));
    rows.getStyleClass().addAll("form", "unscrolled");
    words.setId("model-outlook");
    advice.setId("model-advice");
    load.setId("model-load");
    load.getStyleClass().add("accent");
    load.setOnAction(_ -> {
      model.load();
      close.run();
    });
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox buttons = new HBox(8, gap, load);
    getChildren().addAll(title, rows, bar, words, advice, buttons);
    model.outlookProperty().addListener((_, _, now) -> show(now));
    model.devicesProperty().addListener((_, _, now) -> showDevices(now));
    show(model.outlook());
    showDevices(Objects.requireNonNull(model.devicesProperty().get()));
    model.look();
  }

  private void show(Outlook outlook) {
    Forecast forecast = outlook.forecast();
    bar.show(forecast);
    boolean wrong = forecast == null ? !outlook.problem().isEmpty() : !forecast.fits();
    words.setText(
        outlook.checking()
            ? "Looking at the model…"
            : forecast == null ? outlook.problem() : forecast.words());
    words.pseudoClassStateChanged(WRONG, wrong && forecast == null);
    advice.setText(forecast == null ? "" : forecast.advice());
    advice.pseudoClassStateChanged(WRONG, wrong);
    advice.setManaged(!advice.getText().isEmpty());
    load.setDisable(!outlook.good());
    load.setText(model.busy() ? "Stop the search and load" : "Load");
  }

  private void showDevices(ImmutableList<DeviceReport> devices) {
    deviceHelp.setText(
        devices.isEmpty()
            ? "Looking for devices…"
            : devices
                .reject(DeviceReport::usable)
                .collect(absent -> "No %s: %s.".formatted(absent.name(), absent.absence()))
                .makeString(" "));
    deviceHelp.setManaged(!deviceHelp.getText().isEmpty());
  }

  private Region devices() {
    ComboBox<String> box = new ComboBox<>();
    box.setId("model-device");
    box.setAccessibleText("Device");
    Runnable fill =
        () -> {
          String chosen = model.deviceProperty().get();
          ImmutableList<String> usable =
              Objects.requireNonNull(model.devicesProperty().get())
                  .select(DeviceReport::usable)
                  .collect(DeviceReport::name);
          box.getItems()
              .setAll(
                  Lists.immutable
                      .with("auto", "cpu")
                      .newWithAll(usable)
                      .newWith(chosen)
                      .distinct()
                      .castToList());
          box.setValue(chosen);
        };
    fill.run();
    model.devicesProperty().addListener(_ -> fill.run());
    box.setOnAction(_ -> {
      if (box.getValue() != null) {
        model.deviceProperty().set(box.getValue());
      }
    });
    return box;
  }

  private Region precision() {
    ComboBox<PrecisionChoice> box = new ComboBox<>();
    box.setId("model-precision");
    box.setAccessibleText("Number format");
    box.getItems().setAll(PrecisionChoice.values());
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(PrecisionChoice choice) {
            return choice == null ? "" : choice.name().toLowerCase(Locale.ROOT);
          }

          @Override
          public PrecisionChoice fromString(String text) {
            return PrecisionChoice.of(text);
          }
        });
    box.valueProperty().bindBidirectional(model.precisionProperty());
    return box;
  }

  private Region context() {
    TextField field = new TextField();
    field.setId("model-context");
    field.setPromptText("as many as fit");
    field.setAccessibleText("Tokens of context");
    field.textProperty().bindBidirectional(model.contextProperty());
    return field;
  }

  private Node folder(
      String name,
      String id,
      Property<String> property,
      ObservableValue<ImmutableList<String>> offers,
      String explanation,
      Node... choosers) {
    ComboBox<String> box = new ComboBox<>();
    offers.subscribe(names -> box.getItems().setAll(names.castToList()));
    box.setEditable(true);
    box.setId(id);
    box.setAccessibleText(name);
    box.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(box, Priority.ALWAYS);
    box.getEditor().textProperty().bindBidirectional(property);
    Button browse = new Button("", new FontIcon(Feather.FOLDER));
    browse.setId(id + "-folder");
    browse.getStyleClass().add("button-icon");
    browse.setAccessibleText("Choose the folder of the " + name.toLowerCase(Locale.ROOT));
    browse.setOnAction(_ -> {
      DirectoryChooser chooser = new DirectoryChooser();
      chooser.setTitle(name);
      File chosen = chooser.showDialog(getScene().getWindow());
      if (chosen != null) {
        property.setValue(chosen.getPath());
      }
    });
    Label title = new Label(name);
    title.getStyleClass().add("field-name");
    title.setLabelFor(box);
    HBox line = new HBox(6, box, browse);
    line.getChildren().addAll(choosers);
    line.setAlignment(Pos.CENTER_LEFT);
    return new VBox(3, title, line, help(explanation));
  }

  private Button ggufChooser() {
    Button browse = new Button("", new FontIcon(Feather.FILE));
    browse.setId("model-language-file");
    browse.getStyleClass().add("button-icon");
    browse.setAccessibleText("Choose a GGUF file");
    browse.setOnAction(_ -> {
      FileChooser chooser = new FileChooser();
      chooser.setTitle("Language model");
      chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("GGUF files", "*.gguf"));
      File chosen = chooser.showOpenDialog(getScene().getWindow());
      if (chosen != null) {
        model.languageProperty().setValue(chosen.getPath());
      }
    });
    return browse;
  }

  private static HBox line(String name, Region control) {
    Label title = new Label(name);
    title.getStyleClass().add("field-name");
    title.setLabelFor(control);
    control.setPrefWidth(CONTROL_WIDTH);
    control.setMinWidth(Region.USE_PREF_SIZE);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox line = new HBox(title, gap, control);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private static Label help(String text) {
    Label help = new Label(text);
    help.getStyleClass().add("help");
    help.setWrapText(true);
    return help;
  }

  @Override
  public String getUserAgentStylesheet() {
    return MemoryMeter.sheet();
  }
}
