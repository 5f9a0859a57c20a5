package dev.espalier.app.shell;

import dev.espalier.app.setup.SettingsForm;
import dev.espalier.app.setup.SetupViewModel;
import dev.espalier.search.algorithm.AlgorithmDescription;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Asks for the algorithm, and its settings, of a search to be made beside the one on show. */
final class BesideForm {

  private static final double WIDTH = 460;

  private BesideForm() {}

  static Region of(SetupViewModel model, Runnable run) {
    Label title = new Label("Run another algorithm beside");
    title.getStyleClass().add("card-title");
    Label same =
        new Label(
            "Same prompt, seed %s, budget %s%s. It runs with the model that is loaded now."
                .formatted(
                    model.seedProperty().get(),
                    model.budgetSummaryProperty().get(),
                    model.constraint().source() == null ? "" : ", same constraint"));
    same.getStyleClass().add("help");
    same.setWrapText(true);
    ComboBox<AlgorithmDescription> choice = new ComboBox<>();
    choice.setId("beside-algorithm");
    choice.getItems().setAll(model.algorithms().castToList());
    choice.valueProperty().bindBidirectional(model.algorithmProperty());
    choice.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable AlgorithmDescription description) {
            return description == null ? "" : description.title();
          }

          @Override
          public AlgorithmDescription fromString(String words) {
            throw new UnsupportedOperationException("the list is not edited");
          }
        });
    choice.setVisibleRowCount(12);
    choice.setAccessibleText("Algorithm");
    choice.setMaxWidth(Double.MAX_VALUE);
    BorderPane settings = new BorderPane();
    model.algorithmProperty().subscribe(_ -> settings.setCenter(SettingsForm.of(model)));
    VBox.setVgrow(settings, Priority.ALWAYS);
    Label problem = new Label();
    problem.getStyleClass().add("setup-hint");
    problem.textProperty().bind(model.problemProperty());
    problem.setWrapText(true);
    Button go = new Button("Run Beside", new FontIcon(Feather.PLAY));
    go.setId("beside-run");
    go.getStyleClass().add("accent");
    go.setDefaultButton(true);
    go.disableProperty().bind(model.problemProperty().isNotEmpty());
    go.setOnAction(_ -> run.run());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox foot = new HBox(10, problem, gap, go);
    foot.setAlignment(Pos.CENTER_LEFT);
    go.setMinWidth(Region.USE_PREF_SIZE);
    VBox card = new VBox(title, same, choice, settings, foot);
    card.getStyleClass().add("card");
    card.setPrefWidth(WIDTH);
    card.setMaxHeight(620);
    return card;
  }
}
