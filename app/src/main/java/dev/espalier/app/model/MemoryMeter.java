package dev.espalier.app.model;

import dev.espalier.app.format.Numbers;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** What the program takes of the memory, measured every other second. */
public final class MemoryMeter extends HBox {

  private static final long PERIOD = TimeUnit.SECONDS.toNanos(2);
  private static final double BAR = 44;
  private static final PseudoClass FULL = PseudoClass.getPseudoClass("full");

  /** From this share on the bar warns. */
  private static final double NEARLY_FULL = 0.85;

  private final Gauge ram = new Gauge("RAM");
  private final Gauge vram = new Gauge("VRAM");
  private final Executor worker = task -> Thread.ofVirtual().name("memory meter").start(task);
  private final AtomicReference<@Nullable MemoryReading> reading = new AtomicReference<>();
  private long last;
  private boolean measuring;

  public MemoryMeter() {
    super(10);
    setAlignment(Pos.CENTER_RIGHT);
    setId("memory-meter");
    vram.setVisible(false);
    vram.setManaged(false);
    getChildren().addAll(ram, vram);
  }

  /**
   * Measures if it is time to, and shows what was measured; called once a frame.
   *
   * @param now in nanoseconds, from any origin
   * @param onAccelerator whether the model that is loaded runs on one
   */
  public void refresh(long now, boolean onAccelerator) {
    MemoryReading taken = reading.getAndSet(null);
    if (taken != null) {
      measuring = false;
      show(taken);
    }
    if (!measuring && (last == 0 || now - last >= PERIOD)) {
      last = now;
      measuring = true;
      worker.execute(() -> reading.set(MemoryReading.take(onAccelerator)));
    }
  }

  private void show(MemoryReading taken) {
    ram.show(
        taken.processBytes(),
        taken.totalBytes(),
        taken.whole()
            ? "Memory of this program, native and Java"
            : "Java memory of this program; the system does not tell the rest");
    boolean some = taken.accelerators().notEmpty();
    vram.setVisible(some);
    vram.setManaged(some);
    if (some) {
      long total = taken.accelerators().sumOfLong(device -> device.totalBytes());
      long free = taken.accelerators().sumOfLong(device -> device.freeBytes());
      vram.show(total - free, total, "Memory in use on the accelerator, by all programs");
    }
  }

  static String sheet() {
    return Objects.requireNonNull(
            MemoryMeter.class.getResource("/dev/espalier/app/model/model.css"), "model.css")
        .toExternalForm();
  }

  @Override
  public String getUserAgentStylesheet() {
    return sheet();
  }

  /** A name, a bar and a figure. */
  private static final class Gauge extends HBox {

    private final Label figure = new Label();
    private final Region fill = new Region();
    private final Tooltip tooltip = new Tooltip();

    Gauge(String name) {
      super(6);
      setAlignment(Pos.CENTER_LEFT);
      fill.getStyleClass().add("meter-fill");
      StackPane track = new StackPane(fill);
      track.getStyleClass().add("meter-track");
      track.setMinWidth(BAR);
      track.setMaxWidth(BAR);
      StackPane.setAlignment(fill, Pos.CENTER_LEFT);
      Tooltip.install(this, tooltip);
      getChildren().addAll(new Label(name), track, figure);
    }

    void show(long used, long total, String what) {
      double share = total <= 0 ? 0 : Math.min(1, (double) used / total);
      fill.setMinWidth(Math.max(1, share * BAR));
      fill.setMaxWidth(Math.max(1, share * BAR));
      fill.pseudoClassStateChanged(FULL, share >= NEARLY_FULL);
      figure.setText(Numbers.bytes(used));
      String words = "%s: %s of %s.".formatted(what, Numbers.bytes(used), Numbers.bytes(total));
      tooltip.setText(words);
      setAccessibleText(words);
    }
  }
}
