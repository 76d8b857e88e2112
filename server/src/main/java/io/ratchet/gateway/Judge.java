// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Says of a whole answer whether it is of use, before its call is written. */
@FunctionalInterface
public interface Judge {
  /**
   * Judges an answer.
   *
   * @param outputSchema that the version wants; null where it wants none
   * @param completion as the provider sent it
   */
  Judgement judge(@Nullable JsonNode outputSchema, JsonNode completion);
}
