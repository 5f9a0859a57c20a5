package dev.espalier.sessions;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/** Finds components that are null and may not be: JSON has no way to forbid them. */
final class Absences {

  private static final ClassValue<ImmutableList<RecordComponent>> OBJECTS =
      new ClassValue<>() {
        @Override
        protected ImmutableList<RecordComponent> computeValue(Class<?> type) {
          return Lists.immutable.fromStream(
              Arrays.stream(type.getRecordComponents())
                  .filter(component -> !component.getType().isPrimitive()));
        }
      };

  private Absences() {}

  /** The name of the first such component of a record or of records in it, or null. */
  static @Nullable String first(Record record) {
    for (RecordComponent component : OBJECTS.get(record.getClass())) {
      Object value = value(component, record);
      if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        return component.getName();
      }
      String deeper = deeper(value);
      if (deeper != null) {
        return component.getName() + "." + deeper;
      }
    }
    return null;
  }

  private static @Nullable String deeper(@Nullable Object value) {
    if (value instanceof Record inner) {
      return first(inner);
    }
    if (value instanceof Iterable<?> many) {
      int at = 0;
      for (Object one : many) {
        String deeper = one == null ? "null" : deeper(one);
        if (deeper != null) {
          return at + "." + deeper;
        }
        at++;
      }
    }
    return null;
  }

  private static @Nullable Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("records of events are public", e);
    }
  }
}
