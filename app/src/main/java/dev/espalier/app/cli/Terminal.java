package dev.espalier.app.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Whether a person watches the standard error; Java itself tells only of the standard output. */
final class Terminal {

  private static final int STANDARD_ERROR = 2;

  private Terminal() {}

  /** Whether the standard error is a terminal that can rewrite a line. */
  static boolean watched() {
    return !"dumb".equals(System.getenv("TERM")) && (isTerminal("isatty") || isTerminal("_isatty"));
  }

  // The signature is that of POSIX, and of the C library of Windows.
  @SuppressWarnings("restricted")
  private static boolean isTerminal(String function) {
    Linker linker = Linker.nativeLinker();
    MemorySegment address = linker.defaultLookup().find(function).orElse(null);
    if (address == null) {
      return false;
    }
    MethodHandle isatty =
        linker.downcallHandle(
            address, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      return (int) isatty.invokeExact(STANDARD_ERROR) != 0;
    } catch (Throwable e) {
      // C throws nothing, so this is Java's linking gone wrong.
      throw new IllegalStateException("the call of " + function + " failed", e);
    }
  }
}
