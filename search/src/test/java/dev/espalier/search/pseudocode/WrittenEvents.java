package dev.espalier.search.pseudocode;

import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.eclipse.collections.api.set.MutableSet;
import org.eclipse.collections.impl.factory.Sets;

/**
 * The kinds of events that an algorithm can write, found in the compiled code of its class and of
 * all classes of algorithms that this uses.
 */
final class WrittenEvents {

  private static final String ALGORITHMS = "dev/espalier/search/algorithm/";

  private WrittenEvents() {}

  /** Names of the records of events, scores and reasons that are made there. */
  static MutableSet<Class<?>> of(Class<?> algorithm) {
    MutableSet<Class<?>> made = Sets.mutable.empty();
    Set<String> seen = new HashSet<>();
    Deque<String> left = new ArrayDeque<>();
    left.add(algorithm.getName().replace('.', '/'));
    while (!left.isEmpty()) {
      String name = left.remove();
      if (!seen.add(name)) {
        continue;
      }
      for (PoolEntry entry : ClassFile.of().parse(bytes(name)).constantPool()) {
        if (entry instanceof ClassEntry used && used.asInternalName().startsWith(ALGORITHMS)) {
          left.add(used.asInternalName());
        } else if (entry instanceof MethodRefEntry called && called.name().equalsString("<init>")) {
          Class<?> of = recordOf(called.owner().asInternalName());
          if (of != null) {
            made.add(of);
          }
        }
      }
    }
    return made;
  }

  private static @org.jspecify.annotations.Nullable Class<?> recordOf(String internalName) {
    for (Class<?> hierarchy : new Class<?>[] {SearchEvent.class, Reason.class, Score.class}) {
      for (Class<?> one : hierarchy.getPermittedSubclasses()) {
        if (one.getName().replace('.', '/').equals(internalName)) {
          return one;
        }
      }
    }
    return null;
  }

  private static byte[] bytes(String internalName) {
    String resource = "/" + internalName + ".class";
    try (InputStream stream = WrittenEvents.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(stream, resource).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
