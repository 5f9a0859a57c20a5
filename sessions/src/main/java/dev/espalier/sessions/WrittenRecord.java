package dev.espalier.sessions;

import dev.espalier.search.event.SearchEvent;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * How a record stands on a line when a recorder wrote it: every component, in the order of its
 * declaration, without a blank. What is written so is read by comparing and counting, many times
 * faster than JSON can be read in general; of a long session that is what opening it takes.
 *
 * <p>What is written in any other way is left to the general reader, and so is a number that JSON
 * has none for. The plans are made from the declarations, so that a new kind of event needs no line
 * here.
 */
final class WrittenRecord {

  /** Reads one value; null if it is not as recorders write it, or not to be read here. */
  private interface Reader {
    @Nullable Object read(WrittenText text);
  }

  private static final Reader EVENT = kinds(SearchEvent.class, "event");

  private final byte[][] names;
  private final Reader[] readers;
  private final MethodHandle constructor;

  /**
   * @param kinded whether the name of a kind stands before its components
   */
  private WrittenRecord(Class<?> type, boolean kinded) {
    RecordComponent[] components = type.getRecordComponents();
    names = new byte[components.length][];
    readers = new Reader[components.length];
    for (int i = 0; i < components.length; i++) {
      String before = i > 0 || kinded ? "," : "{";
      names[i] = ascii(before + "\"" + components[i].getName() + "\":");
      readers[i] = reader(components[i].getGenericType());
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      constructor =
          MethodHandles.publicLookup()
              .findConstructor(type, MethodType.methodType(void.class, types))
              .asSpreader(Object[].class, types.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException("records of events are public", e);
    }
  }

  /** The event on a line, or null if it is something else or written in another way. */
  static @Nullable SearchEvent event(byte[] bytes, int from, int length) {
    WrittenText text = new WrittenText(bytes, from, from + length);
    return EVENT.read(text) instanceof SearchEvent event && text.atEnd() ? event : null;
  }

  private @Nullable Object read(WrittenText text) {
    Object[] values = new Object[names.length];
    for (int i = 0; i < names.length; i++) {
      if (!text.skip(names[i])) {
        return null;
      }
      Object value = readers[i].read(text);
      if (value == null) {
        return null;
      }
      values[i] = value;
    }
    if (!text.skip('}')) {
      return null;
    }
    try {
      return (Object) constructor.invokeExact(values);
    } catch (IllegalArgumentException _) {
      // The general reader finds the same and has the words for it.
      return null;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("constructors of records throw nothing else", e);
    }
  }

  private static Reader reader(Type type) {
    if (type == int.class) {
      return WrittenText::integer;
    }
    if (type == long.class) {
      return WrittenText::whole;
    }
    if (type == double.class || type == Double.class) {
      return WrittenText::real;
    }
    if (type == boolean.class) {
      return WrittenText::truth;
    }
    if (type == String.class) {
      return WrittenText::string;
    }
    if (type == ImmutableIntList.class) {
      return WrittenRecord::integers;
    }
    if (type == ImmutableDoubleList.class) {
      return WrittenRecord::reals;
    }
    if (type instanceof ParameterizedType list && list.getRawType() == ImmutableList.class) {
      Reader one = reader(list.getActualTypeArguments()[0]);
      return text -> many(text, one);
    }
    if (type instanceof Class<?> named) {
      if (named.isEnum()) {
        return constants(named);
      }
      if (named.isRecord()) {
        return new WrittenRecord(named, false)::read;
      }
      if (named.isSealed()) {
        return kinds(named, "kind");
      }
    }
    // Of such a type every line is left to the general reader.
    return _ -> null;
  }

  /** One of several records, which says which one it is. */
  private static Reader kinds(Class<?> type, String property) {
    byte[] before = ascii("{\"" + property + "\":");
    Map<String, WrittenRecord> kinds = new HashMap<>();
    for (Class<?> kind : type.getPermittedSubclasses()) {
      kinds.put(kind.getSimpleName(), new WrittenRecord(kind, true));
    }
    return text -> {
      WrittenRecord kind = text.skip(before) ? kinds.get(text.string()) : null;
      return kind == null ? null : kind.read(text);
    };
  }

  private static Reader constants(Class<?> type) {
    Map<String, Object> constants = new HashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    return text -> constants.get(text.string());
  }

  private static @Nullable Object many(WrittenText text, Reader one) {
    if (!text.skip('[')) {
      return null;
    }
    if (text.skip(']')) {
      return Lists.immutable.empty();
    }
    MutableList<Object> all = Lists.mutable.empty();
    do {
      Object value = one.read(text);
      if (value == null) {
        return null;
      }
      all.add(value);
    } while (text.skip(','));
    return text.skip(']') ? all.toImmutable() : null;
  }

  private static @Nullable Object integers(WrittenText text) {
    if (!text.skip('[')) {
      return null;
    }
    MutableIntList all = IntLists.mutable.empty();
    if (text.skip(']')) {
      return all.toImmutable();
    }
    do {
      Integer value = text.integer();
      if (value == null) {
        return null;
      }
      all.add(value);
    } while (text.skip(','));
    return text.skip(']') ? all.toImmutable() : null;
  }

  private static @Nullable Object reals(WrittenText text) {
    if (!text.skip('[')) {
      return null;
    }
    MutableDoubleList all = DoubleLists.mutable.empty();
    if (text.skip(']')) {
      return all.toImmutable();
    }
    do {
      Double value = text.real();
      if (value == null) {
        return null;
      }
      all.add(value);
    } while (text.skip(','));
    return text.skip(']') ? all.toImmutable() : null;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
