// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who gets which arm: the hash of salt and unit names a bucket, the bucket an arm. Pure and
 * allocation-lean; the same on every node and after every start.
 */
public final class Assignment {
  private Assignment() {}

  /** The seed that a salt stands for; computed once for each route. */
  public static long seed(String salt) {
    return XxHash64.hash(salt.getBytes(StandardCharsets.UTF_8), 0);
  }

  /** The bucket of a unit, from 0 to {@link Arm#BUCKETS} - 1, each equally likely. */
  public static int bucket(long seed, String unit) {
    long hash = XxHash64.hash(unit.getBytes(StandardCharsets.UTF_8), seed);
    return (int) Math.unsignedMultiplyHigh(hash, Arm.BUCKETS);
  }

  /** The arms that hold for a unit: those of the first segment it is in, else the route's. */
  public static List<Arm> arms(Route route, Map<String, ? extends @Nullable Object> attributes) {
    for (Segment segment : route.segments()) {
      if (segment.holds(attributes)) {
        return segment.arms();
      }
    }
    return route.arms();
  }

  /** The index of the arm that a bucket belongs to. */
  public static int arm(List<Arm> arms, int bucket) {
    for (int i = 0; i < arms.size(); i++) {
      for (Arm.Range range : arms.get(i).ranges()) {
        if (bucket >= range.from() && bucket < range.to()) {
          return i;
        }
      }
    }
    throw new IllegalStateException("no arm holds bucket " + bucket + " of " + arms);
  }
}
