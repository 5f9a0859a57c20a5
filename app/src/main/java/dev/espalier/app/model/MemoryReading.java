package dev.espalier.app.model;

import dev.espalier.search.lm.transformer.DeviceReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * What the program takes of the machine's memory.
 *
 * @param processBytes of the program: its resident set where the system tells, else the Java heap
 * @param whole whether that is all of it
 * @param totalBytes of the machine or container
 * @param accelerators one for each CUDA device there is
 */
public record MemoryReading(
    long processBytes, boolean whole, long totalBytes, ImmutableList<DeviceReport> accelerators) {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  /**
   * Measures.
   *
   * @param withAccelerators whether to ask the native library for its devices, which loads it
   */
  public static MemoryReading take(boolean withAccelerators) {
    long resident = resident();
    Runtime java = Runtime.getRuntime();
    return new MemoryReading(
        resident > 0 ? resident : java.totalMemory() - java.freeMemory(),
        resident > 0,
        DeviceReport.cpu().totalBytes(),
        withAccelerators
            ? DeviceReport.all().select(DeviceReport::usable).reject(d -> d.name().equals("cpu"))
            : Lists.immutable.empty());
  }

  /** Bytes of memory that hold pages of this process, 0 where the system does not say. */
  private static long resident() {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(RESIDENT)) {
          return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
      return 0;
    } catch (IOException | NumberFormatException _) {
      // A meter without a figure is better than a window without a meter.
      return 0;
    }
  }
}
