package dev.espalier.search.cache;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map of the entries used last: one more than it may hold pushes out the one that was longest
 * neither read nor written. Not thread-safe.
 */
public final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1L;

  private static final int FIRST_CAPACITY = 64;
  private static final float LOAD = 0.75f;

  private final int most;

  /**
   * @param most entries it may hold
   */
  public RecentlyUsed(int most) {
    super(FIRST_CAPACITY, LOAD, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
