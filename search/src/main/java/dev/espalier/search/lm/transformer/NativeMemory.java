package dev.espalier.search.lm.transformer;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The memory outside the Java heap: how much there is, and giving it back. */
final class NativeMemory {

  private static final Logger LOG = LoggerFactory.getLogger(NativeMemory.class);
  private static final Path MEMORY_INFO = Path.of("/proc/meminfo");
  private static final Path GROUP = Path.of("/sys/fs/cgroup");
  private static final @Nullable MethodHandle MALLOC_TRIM = findTrim();

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

  /**
   * Returns freed memory to the system where the C library (glibc) would keep it; does nothing
   * elsewhere.
   */
  static void trim() {
    MethodHandle trim = MALLOC_TRIM;
    if (trim == null) {
      return;
    }
    try {
      int released = (int) trim.invokeExact(0L);
      LOG.debug("malloc_trim: {}", released);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("malloc_trim threw what C cannot throw", e);
    }
  }

  // The signature below is malloc_trim's in every glibc.
  @SuppressWarnings("restricted")
  private static @Nullable MethodHandle findTrim() {
    Linker linker = Linker.nativeLinker();
    MemorySegment address = linker.defaultLookup().find("malloc_trim").orElse(null);
    return address == null
        ? null
        : linker.downcallHandle(
            address, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
  }
}
