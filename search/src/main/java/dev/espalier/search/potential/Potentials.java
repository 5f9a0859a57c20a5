package dev.espalier.search.potential;

import dev.espalier.search.token.Tokenizer;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * The potentials that users brought along.
 *
 * @param providers by name
 * @param faults what is wrong with those that could not be used, a sentence each
 */
public record Potentials(Map<String, PotentialProvider> providers, ImmutableList<String> faults) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /** What is on the class path; a provider that is broken becomes a fault and harms no other. */
  public static Potentials onClassPath() {
    Map<String, PotentialProvider> providers = new TreeMap<>();
    MutableList<String> faults = Lists.mutable.empty();
    Iterator<ServiceLoader.Provider<PotentialProvider>> found =
        ServiceLoader.load(PotentialProvider.class).stream().iterator();
    // A provider file that cannot be read fails again and again; a fault a provider is enough.
    for (int attempt = 0; attempt < 1_000; attempt++) {
      try {
        if (!found.hasNext()) {
          break;
        }
        add(found.next().get(), providers, faults);
      } catch (ServiceConfigurationError e) {
        faults.add("A potential could not be loaded: " + e.getMessage() + ".");
      }
    }
    return new Potentials(Map.copyOf(providers), faults.distinct().toImmutable());
  }

  private static void add(
      PotentialProvider provider,
      Map<String, PotentialProvider> providers,
      MutableList<String> faults) {
    String name = provider.name();
    if (!NAME.matcher(name).matches()) {
      faults.add(
          "The potential %s calls itself \"%s\"; a name is lower-case letters, digits and hyphens."
              .formatted(provider.getClass().getName(), name));
    } else if (providers.putIfAbsent(name, provider) != null) {
      faults.add(
          "Two potentials call themselves %s; the one in %s is not used."
              .formatted(name, provider.getClass().getName()));
    }
  }

  /** Their names, sorted. */
  public ImmutableList<String> names() {
    return Lists.immutable.withAll(providers.keySet()).toSortedList().toImmutable();
  }

  /**
   * The potential of that name.
   *
   * @throws IllegalArgumentException if there is none, or it is not over the vocabulary's tokens
   */
  public Potential create(String name, Tokenizer tokenizer) {
    PotentialProvider provider = providers.get(name);
    if (provider == null) {
      throw new IllegalArgumentException(
          "there is no potential \"%s\"; there are %s".formatted(name, names().makeString(", ")));
    }
    Potential made = provider.create(tokenizer);
    if (made.items() != tokenizer.vocabularySize()) {
      throw new IllegalArgumentException(
          "the potential %s is over %d items; the vocabulary has %d tokens"
              .formatted(name, made.items(), tokenizer.vocabularySize()));
    }
    return made;
  }
}
