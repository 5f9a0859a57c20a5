package dev.espalier.app.cli;

import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import java.util.Iterator;

/** The names that {@code --algorithm} takes. */
final class AlgorithmNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return AlgorithmCatalogue.ALL.collect(AlgorithmDescription::name).iterator();
  }
}
