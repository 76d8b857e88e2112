// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Units that get shares of their own: all whose attributes meet every criterion. A unit without a
 * named attribute is outside.
 *
 * @param name shown in answers
 * @param arms who gets what within the segment
 */
public record Segment(String name, List<Criterion> criteria, List<Arm> arms) {
  public Segment {
    criteria = List.copyOf(criteria);
    arms = List.copyOf(arms);
  }

  public boolean holds(Map<String, ? extends @Nullable Object> attributes) {
    for (Criterion criterion : criteria) {
      if (!criterion.holdsFor(attributes)) {
        return false;
      }
    }
    return true;
  }
}
