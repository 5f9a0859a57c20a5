package dev.espalier.search.lm.transformer;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** The two functions of the C library needed here; where it has them not, nothing is done. */
final class CLibrary {

  private static final @Nullable MethodHandle MALLOC_TRIM =
      find("malloc_trim", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
  private static final @Nullable MethodHandle SETENV =
      find(
          "setenv",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT));

  private CLibrary() {}

  /** Returns freed memory to the system, which glibc would keep. */
  static void trim() {
    MethodHandle trim = MALLOC_TRIM;
    if (trim == null) {
      return;
    }
    try {
      int _ = (int) trim.invokeExact(0L);
    } catch (Throwable e) {
      throw thrown("malloc_trim", e);
    }
  }

  /**
   * Sets a variable of the process's environment, unless it has one. Java's own view of the
   * environment does not change; libraries loaded from now on see it.
   */
  static void setEnvironment(String name, String value) {
    MethodHandle setenv = SETENV;
    if (setenv == null) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      int _ = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
    } catch (Throwable e) {
      throw thrown("setenv", e);
    }
  }

  /** C throws nothing, so this is Java's linking gone wrong. */
  private static IllegalStateException thrown(String function, Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("the call of " + function + " failed", cause);
  }

  // The signatures above are those of POSIX and of every glibc.
  @SuppressWarnings("restricted")
  private static @Nullable MethodHandle find(String name, FunctionDescriptor signature) {
    Linker linker = Linker.nativeLinker();
    MemorySegment address = linker.defaultLookup().find(name).orElse(null);
    return address == null ? null : linker.downcallHandle(address, signature);
  }
}
