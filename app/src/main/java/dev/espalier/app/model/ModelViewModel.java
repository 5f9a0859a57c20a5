package dev.espalier.app.model;

import dev.espalier.app.run.ModelChoice;
import dev.espalier.app.run.RunController;
import dev.espalier.app.run.RunRefused;
import dev.espalier.app.run.RunStatus;
import dev.espalier.search.lm.transformer.DeviceReport;
import dev.espalier.search.lm.transformer.RuntimeOptions.PrecisionChoice;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The form of the models. What is written there is looked at beside the window, before anything is
 * loaded; only what fits can be loaded.
 */
public final class ModelViewModel {

  private static final int RECENT = 6;
  private static final int MOST_CONTEXT = 10_000_000;

  private final RunController controller;
  private final ModelShelf shelf;
  private final Executor worker;
  private final ImmutableList<String> bundled;

  private final StringProperty language = new SimpleStringProperty(this, "language", "");
  private final StringProperty reward = new SimpleStringProperty(this, "reward", "");
  private final StringProperty device = new SimpleStringProperty(this, "device", "auto");
  private final ObjectProperty<PrecisionChoice> precision =
      new SimpleObjectProperty<>(this, "precision", PrecisionChoice.AUTO);
  private final StringProperty context = new SimpleStringProperty(this, "context", "");
  private final ReadOnlyObjectWrapper<Outlook> outlook =
      new ReadOnlyObjectWrapper<>(this, "outlook", Outlook.CHECKING);
  private final ReadOnlyObjectWrapper<ImmutableList<DeviceReport>> devices =
      new ReadOnlyObjectWrapper<>(this, "devices", Lists.immutable.empty());
  private final ReadOnlyObjectWrapper<ImmutableList<String>> recent;
  private final ReadOnlyObjectWrapper<ImmutableList<String>> downloaded =
      new ReadOnlyObjectWrapper<>(this, "downloaded", Lists.immutable.empty());

  /** The number of the last change; answers to earlier ones are of no interest. */
  private final AtomicInteger changes = new AtomicInteger();

  private final AtomicReference<@Nullable Answer> answer = new AtomicReference<>();
  private final AtomicReference<@Nullable ImmutableList<DeviceReport>> found =
      new AtomicReference<>();
  private final AtomicReference<@Nullable ImmutableList<String>> listed = new AtomicReference<>();
  private ModelChoice chosen;
  private boolean filling;

  private record Answer(int change, Outlook outlook) {}

  /**
   * @param chosen the models to begin with
   * @param recent language models chosen lately that did not come with the program, the last first
   */
  public ModelViewModel(
      RunController controller,
      ModelShelf shelf,
      ModelChoice chosen,
      ImmutableList<String> recent) {
    this(
        controller,
        shelf,
        chosen,
        recent,
        task -> Thread.ofVirtual().name("model check").start(task));
  }

  /**
   * @param worker looks at models, beside the window or at once
   */
  ModelViewModel(
      RunController controller,
      ModelShelf shelf,
      ModelChoice chosen,
      ImmutableList<String> recent,
      Executor worker) {
    this.controller = controller;
    this.shelf = shelf;
    this.worker = worker;
    this.chosen = chosen;
    this.bundled = shelf.bundled();
    this.recent = new ReadOnlyObjectWrapper<>(this, "recent", recent);
    language.addListener((_, _, _) -> changed());
    reward.addListener((_, _, _) -> changed());
    device.addListener((_, _, _) -> changed());
    precision.addListener((_, _, _) -> changed());
    context.addListener((_, _, _) -> changed());
    fill(chosen);
  }

  private void fill(ModelChoice choice) {
    filling = true;
    language.set(choice.language());
    reward.set(choice.reward());
    device.set(choice.device());
    precision.set(choice.precision());
    context.set(choice.context() == 0 ? "" : Integer.toString(choice.context()));
    filling = false;
  }

  /** Looks at what is in the form, at devices and downloads anew; called when it is shown. */
  public void look() {
    worker.execute(() -> listed.set(shelf.downloaded()));
    worker.execute(() -> found.set(shelf.devices()));
    changed();
  }

  private void changed() {
    if (filling) {
      return;
    }
    int change = changes.incrementAndGet();
    String wrong = problem();
    if (!wrong.isEmpty()) {
      outlook.set(Outlook.wrong(wrong));
      return;
    }
    outlook.set(Outlook.CHECKING);
    ModelChoice choice = choice();
    worker.execute(() -> {
      if (change == changes.get()) {
        answer.set(new Answer(change, outlookOf(choice)));
      }
    });
    refresh();
  }

  private Outlook outlookOf(ModelChoice choice) {
    try {
      return Outlook.of(shelf.forecast(choice));
    } catch (RunRefused refused) {
      return Outlook.wrong(refused.words());
    }
  }

  private String problem() {
    if (language.get().isBlank()) {
      return "Choose a language model.";
    }
    String tokens = context.get().strip();
    try {
      int count = tokens.isEmpty() ? 1 : Integer.parseInt(tokens);
      return count >= 1 && count <= MOST_CONTEXT ? "" : contextProblem();
    } catch (NumberFormatException _) {
      return contextProblem();
    }
  }

  private static String contextProblem() {
    return "The context must be a whole number of tokens from 1 to 10000000, or empty.";
  }

  /** Takes in what was found out meanwhile; called once a frame. */
  public void refresh() {
    Answer known = answer.getAndSet(null);
    if (known != null && known.change() == changes.get()) {
      outlook.set(known.outlook());
    }
    ImmutableList<DeviceReport> there = found.getAndSet(null);
    if (there != null) {
      devices.set(there);
    }
    ImmutableList<String> names = listed.getAndSet(null);
    if (names != null) {
      downloaded.set(names);
    }
  }

  /** What the form says now; only while it has no problem. */
  private ModelChoice choice() {
    String tokens = context.get().strip();
    return new ModelChoice(
        language.get().strip(),
        reward.get().strip(),
        Objects.requireNonNullElse(device.get(), "auto"),
        Objects.requireNonNullElse(precision.get(), PrecisionChoice.AUTO),
        tokens.isEmpty() ? 0 : Integer.parseInt(tokens));
  }

  /** Loads what the form says, if it fits; a search under way is stopped and kept. */
  public void load() {
    if (!outlook().good()) {
      return;
    }
    chosen = choice();
    String name = chosen.language();
    if (!bundled.contains(name)) {
      recent.set(Lists.immutable.with(name).newWithAll(recent().reject(name::equals)).take(RECENT));
    }
    controller.use(chosen);
  }

  /** Whether a search is under way, which loading would stop. */
  public boolean busy() {
    return controller.status().busy();
  }

  /** Whether models are being loaded now. */
  public boolean loading() {
    return controller.status().phase() == RunStatus.Phase.LOADING;
  }

  /** The models that were chosen last. */
  public ModelChoice chosen() {
    return chosen;
  }

  /**
   * What language models can be chosen without looking for one: recent ones, the bundled, and those
   * that were downloaded.
   */
  public ImmutableList<String> offers() {
    return recent().newWithAll(bundled).newWithAll(downloaded.get()).distinct();
  }

  /** What was downloaded from the hub; empty while it is being looked for. */
  ReadOnlyObjectProperty<ImmutableList<String>> downloadedProperty() {
    return downloaded.getReadOnlyProperty();
  }

  /** What judges can be chosen without looking for one. */
  public ImmutableList<String> judges() {
    return bundled.newWith("verifier");
  }

  public StringProperty languageProperty() {
    return language;
  }

  /** What judges, as written on the command line; empty for nothing. */
  public StringProperty rewardProperty() {
    return reward;
  }

  public StringProperty deviceProperty() {
    return device;
  }

  public ObjectProperty<PrecisionChoice> precisionProperty() {
    return precision;
  }

  /** Tokens the cache must hold; empty to let the memory decide. */
  public StringProperty contextProperty() {
    return context;
  }

  public ReadOnlyObjectProperty<Outlook> outlookProperty() {
    return outlook.getReadOnlyProperty();
  }

  public Outlook outlook() {
    return Objects.requireNonNull(outlook.get());
  }

  /** Devices there are or are not; empty while they are being looked for. */
  public ReadOnlyObjectProperty<ImmutableList<DeviceReport>> devicesProperty() {
    return devices.getReadOnlyProperty();
  }

  public ImmutableList<String> recent() {
    return Objects.requireNonNull(recent.get());
  }
}
