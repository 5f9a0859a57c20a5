package dev.espalier.app.cli;

import dev.espalier.app.format.Numbers;
import java.io.PrintWriter;
import java.util.function.LongSupplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * How far a long work is, on one line of the standard error that is written over and over; nothing
 * at all where no terminal shows it.
 */
final class ProgressBar implements AutoCloseable {

  private static final int WIDTH = 24;
  private static final int LINE = 78;
  private static final long PAUSE = 100_000_000;

  private final PrintWriter err;
  private final boolean watched;
  private final LongSupplier nanos;
  private final long begin;
  private long told;
  private long first = -1;
  private boolean shown;

  ProgressBar(PrintWriter err, boolean watched, LongSupplier nanos) {
    this.err = err;
    this.watched = watched;
    this.nanos = nanos;
    this.begin = nanos.getAsLong();
    this.told = begin - PAUSE;
  }

  /** The bar of a command. */
  static ProgressBar of(CommandSpec spec) {
    boolean watched = spec.root().userObject() instanceof EspalierCommand root && root.watched();
    return new ProgressBar(spec.commandLine().getErr(), watched, System::nanoTime);
  }

  /** Whether a terminal shows it. */
  boolean watched() {
    return watched;
  }

  /**
   * Tells how far the work is.
   *
   * @param note what was done last, in a few words
   */
  void at(long done, long all, String note) {
    show(done, all, "%d of %d".formatted(done, all), note);
  }

  /**
   * Tells how far a transfer is.
   *
   * @param note what is transferred
   */
  void bytes(long done, long all, String note) {
    double seconds = (nanos.getAsLong() - begin) / 1e9;
    String amount = "%s of %s".formatted(Numbers.bytes(done), Numbers.bytes(all));
    boolean moving = first >= 0 && done > first && seconds > 0;
    String speed = moving ? Numbers.bytes((long) ((done - first) / seconds)) + "/s" : "";
    show(done, all, (amount + "  " + speed).strip(), note);
  }

  private void show(long done, long all, String amount, String note) {
    if (first < 0) {
      // What was there before the work began took no time.
      first = Math.max(0, done - 1);
    }
    long now = nanos.getAsLong();
    if (!watched || (now - told < PAUSE && done < all)) {
      return;
    }
    told = now;
    int full = (int) (WIDTH * done / Math.max(1, all));
    double seconds = (now - begin) / 1e9;
    double left = done > first ? seconds * (all - done) / (done - first) : Double.NaN;
    String line =
        "%s%s %s  %s  %s"
            .formatted(
                "━".repeat(full),
                "─".repeat(WIDTH - full),
                amount,
                Double.isNaN(left) ? "" : left(left),
                note);
    String cut = line.length() <= LINE ? line : line.substring(0, LINE - 1) + "…";
    err.print('\r' + cut + " ".repeat(LINE - cut.length()));
    err.flush();
    shown = true;
  }

  private static String left(double seconds) {
    long whole = Math.round(seconds);
    return whole >= 3600
        ? "%d h %02d min left".formatted(whole / 3600, whole % 3600 / 60)
        : whole >= 60
            ? "%d min %02d s left".formatted(whole / 60, whole % 60)
            : "%d s left".formatted(whole);
  }

  /** Wipes the line, so that what follows begins at its edge. */
  @Override
  public void close() {
    if (shown) {
      err.print('\r' + " ".repeat(LINE) + '\r');
      err.flush();
      shown = false;
    }
  }
}
