package dev.espalier.search.lm.transformer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much memory there is outside the Java heap. */
final class NativeMemory {

  private static final Logger LOG = LoggerFactory.getLogger(NativeMemory.class);
  private static final Path MEMORY_INFO = Path.of("/proc/meminfo");
  private static final Path GROUP = Path.of("/sys/fs/cgroup");

  private NativeMemory() {}

  /** Bytes a new allocation can count on: what the machine has available, or its container. */
  static long available() {
    long machine = machineAvailable();
    OptionalLong limit = number(GROUP.resolve("memory.max"));
    OptionalLong used = number(GROUP.resolve("memory.current"));
    if (limit.isPresent() && used.isPresent()) {
      // File pages count as used but are given back when needed.
      long free = limit.getAsLong() - used.getAsLong() + inactiveFilePages();
      return Math.max(0, Math.min(machine, free));
    }
    return machine;
  }

  /** Bytes the machine has, or its container. */
  static long total() {
    long machine =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : Runtime.getRuntime().maxMemory();
    return Math.min(machine, number(GROUP.resolve("memory.max")).orElse(machine));
  }

  private static long machineAvailable() {
    long fromKernel = field(MEMORY_INFO, "MemAvailable:") * 1024;
    if (fromKernel > 0) {
      return fromKernel;
    }
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getFreeMemorySize()
        : Runtime.getRuntime().maxMemory();
  }

  private static long inactiveFilePages() {
    return field(GROUP.resolve("memory.stat"), "inactive_file");
  }

  /** The number after {@code name} at the start of a line, 0 if there is none. */
  private static long field(Path file, String name) {
    if (!Files.isReadable(file)) {
      return 0;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length > 1 && words[0].equals(name)) {
          return Long.parseLong(words[1]);
        }
      }
    } catch (IOException | NumberFormatException e) {
      LOG.debug("{} cannot be read", file, e);
    }
    return 0;
  }

  private static OptionalLong number(Path file) {
    if (!Files.isReadable(file)) {
      return OptionalLong.empty();
    }
    try {
      String text = Files.readString(file).strip();
      return text.equals("max") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    } catch (IOException | NumberFormatException e) {
      LOG.debug("{} cannot be read", file, e);
      return OptionalLong.empty();
    }
  }
}
