// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers things that were seen not long ago, never more than a bound. It keeps two generations:
 * when the young one is half of the bound it becomes the old one, and the old one is forgotten;
 * what is asked for stays young. Thread-safe, and asking takes no lock.
 */
final class RecentSet<T> {
  private final int generation;
  private volatile Set<T> young = ConcurrentHashMap.newKeySet();
  private volatile Set<T> old = Set.of();

  RecentSet(int bound) {
    if (bound < 2) {
      throw new IllegalArgumentException("a bound of " + bound + " leaves nothing to remember");
    }
    this.generation = bound / 2;
  }

  boolean contains(T thing) {
    if (young.contains(thing)) {
      return true;
    }
    if (old.contains(thing)) {
      add(thing);
      return true;
    }
    return false;
  }

  synchronized void add(T thing) {
    if (young.size() >= generation) {
      old = young;
      young = ConcurrentHashMap.newKeySet();
    }
    young.add(thing);
  }
}
