package dev.espalier.sessions;

import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.SearchEvent;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/** Random events of every kind there is, made from the record declarations themselves. */
final class RandomEvents {

  private static final double[] EDGES = {
    Double.NaN,
    Double.NEGATIVE_INFINITY,
    Double.POSITIVE_INFINITY,
    -0.0,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    0.1,
    -1.25e-300
  };
  private static final String[] TEXTS = {
    "", "a\nb\t\"q\" \\", "\udc80\udcff", "žluťoučký 😀", "\u0000\u001f\u2028", "{\"event\":1}"
  };

  private final RandomGenerator random;

  /** Nodes there are, so that events are about one of them. */
  private int nodes = 1;

  RandomEvents(RandomGenerator random) {
    this.random = random;
  }

  /** The kinds of events. */
  static Class<?>[] kinds() {
    return SearchEvent.class.getPermittedSubclasses();
  }

  SearchEvent of(Class<?> kind) {
    return (SearchEvent) record(kind);
  }

  private Object record(Class<?> type) {
    Object made = drawn(type);
    if (type == SearchEvent.Grown.class) {
      nodes++;
    }
    return made;
  }

  private Object drawn(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    // Ranges are checked by some records; draw until the values are allowed.
    for (int attempt = 0; attempt < 1000; attempt++) {
      Object[] values = Arrays.stream(components).map(c -> value(c.getGenericType(), c)).toArray();
      try {
        Constructor<?> constructor =
            type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
        constructor.setAccessible(true);
        return constructor.newInstance(values);
      } catch (InvocationTargetException e) {
        if (!(e.getCause() instanceof IllegalArgumentException)) {
          throw new AssertionError(e);
        }
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(type.getName(), e);
      }
    }
    throw new AssertionError("no allowed values were found for " + type);
  }

  private @Nullable Object value(Type type, RecordComponent component) {
    if (component.getAnnotatedType().isAnnotationPresent(Nullable.class) && random.nextBoolean()) {
      return null;
    }
    if (component.getName().equals("node") || component.getName().equals("parent")) {
      boolean born =
          component.getDeclaringRecord() == SearchEvent.Grown.class
              && component.getName().equals("node");
      return born ? nodes : random.nextInt(nodes);
    }
    if (component.getName().equals("nodes")) {
      return IntLists.immutable.with(random.ints(random.nextInt(4), 0, nodes).toArray());
    }
    if (component.getName().equals("token")) {
      return random.nextInt(1000);
    }
    if (component.getDeclaringRecord() == Cost.class) {
      return (long) random.nextInt(1000);
    }
    if (type instanceof ParameterizedType list) {
      Class<?> element = (Class<?>) list.getActualTypeArguments()[0];
      return Lists.immutable.fromStream(
          java.util.stream.IntStream.range(0, random.nextInt(4)).mapToObj(_ -> any(element)));
    }
    return any((Class<?>) type);
  }

  private Object any(Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return random.nextInt(-1, 1 << 20);
    } else if (type == long.class) {
      return random.nextLong();
    } else if (type == double.class || type == Double.class) {
      return random.nextInt(3) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextDouble();
    } else if (type == float.class) {
      return random.nextFloat();
    } else if (type == boolean.class) {
      return random.nextBoolean();
    } else if (type == String.class) {
      return TEXTS[random.nextInt(TEXTS.length)];
    } else if (type == ImmutableIntList.class) {
      return IntLists.immutable.with(random.ints(random.nextInt(4), 0, 1000).toArray());
    } else if (type == ImmutableDoubleList.class) {
      double[] reals = new double[random.nextInt(4)];
      Arrays.setAll(reals, _ -> (double) any(double.class));
      return DoubleLists.immutable.with(reals);
    } else if (type.isEnum()) {
      Object[] constants = type.getEnumConstants();
      return constants[random.nextInt(constants.length)];
    } else if (type.isSealed()) {
      Class<?>[] kinds = type.getPermittedSubclasses();
      return record(kinds[random.nextInt(kinds.length)]);
    } else if (type.isRecord()) {
      return record(type);
    }
    throw new AssertionError("a kind of component no test knows: " + type);
  }

  /** Steps of random events that could have happened in this order; the first grows the root. */
  ImmutableList<ImmutableList<SearchEvent>> steps(int count) {
    nodes = 1;
    Class<?>[] kinds =
        Arrays.stream(kinds())
            .filter(k ->
                k != SearchEvent.Stepped.class
                    && k != SearchEvent.Concluded.class
                    && k != SearchEvent.Rooted.class)
            .toArray(Class<?>[]::new);
    return Lists.immutable.fromStream(
        java.util.stream.IntStream.range(0, count)
            .mapToObj(step ->
                (step == 0 ? Lists.immutable.of(root()) : Lists.immutable.<SearchEvent>empty())
                    .newWithAll(
                        Lists.immutable.fromStream(
                            java.util.stream.IntStream.range(0, random.nextInt(5))
                                .mapToObj(_ -> of(kinds[random.nextInt(kinds.length)]))))
                    .newWith(new SearchEvent.Stepped(step))));
  }

  private static SearchEvent root() {
    return new SearchEvent.Rooted(0, IntLists.immutable.with(1), "");
  }
}
