// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Digest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which arm each unit of a trial with moving shares has, in memory, so that a move re-randomises
 * nobody who has one.
 *
 * <p>Shares that only grow into untouched buckets need no memory; those that follow results do. A
 * unit is known by the first 64 bits of its SHA-256, about 100 bytes each. Beyond the limit new
 * units get the arm of their bucket and are not remembered, which {@link #forgotten} counts; such a
 * unit may change arms at the next move and is then seen as one in several arms.
 */
public final class RememberedUnits {
  private static final int HEX_DIGITS = 16;
  private static final int RADIX = 16;

  private final int limit;
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger forgotten = new AtomicInteger();
  private final Map<String, Map<Long, String>> trials = new ConcurrentHashMap<>();

  /**
   * A memory.
   *
   * @param limit units of all trials together
   */
  public RememberedUnits(int limit) {
    this.limit = limit;
  }

  /** The arm that a unit has, which is {@code fresh} from now on where it had none. */
  String keep(String trial, String unit, String fresh) {
    Map<Long, String> arms = trials.computeIfAbsent(trial, _ -> new ConcurrentHashMap<>());
    return keep(arms, Long.parseUnsignedLong(key(unit), RADIX), fresh);
  }

  private String keep(Map<Long, String> arms, long key, String arm) {
    String known = arms.get(key);
    if (known != null) {
      return known;
    }
    if (held.get() >= limit) {
      forgotten.incrementAndGet();
      return arm;
    }
    String other = arms.putIfAbsent(key, arm);
    if (other == null) {
      held.incrementAndGet();
    }
    return other == null ? arm : other;
  }

  /** The beginning of a unit's hash, which is what records keep of it. */
  private static String key(String unit) {
    return Digest.sha256(unit).substring(0, HEX_DIGITS);
  }

  /**
   * Takes over what the record says.
   *
   * @param hash hash of the unit as records keep it; others are of no unit that comes again
   */
  public void learn(String trial, String hash, String variant) {
    if (hash.length() >= HEX_DIGITS
        && hash.chars().limit(HEX_DIGITS).allMatch(RememberedUnits::isHex)) {
      Map<Long, String> arms = trials.computeIfAbsent(trial, _ -> new ConcurrentHashMap<>());
      keep(arms, Long.parseUnsignedLong(hash.substring(0, HEX_DIGITS), RADIX), variant);
    }
  }

  private static boolean isHex(int character) {
    return Character.digit(character, RADIX) >= 0;
  }

  /** Lets go of every trial but these. */
  public void retain(Set<String> running) {
    trials
        .keySet()
        .removeIf(trial -> {
          if (running.contains(trial)) {
            return false;
          }
          Map<Long, String> arms = trials.get(trial);
          held.addAndGet(arms == null ? 0 : -arms.size());
          return true;
        });
  }

  /** Units that were not remembered since the start, for want of room. */
  public int forgotten() {
    return forgotten.get();
  }
}
