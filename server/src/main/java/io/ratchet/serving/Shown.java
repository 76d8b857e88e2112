// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Writes numbers short: whole ones without a point, and those of single precision, which most
 * models compute in, with the digits that single precision has.
 */
final class Shown {
  private static final double EXACT = 1L << 53;

  private Shown() {}

  static JsonNode node(double number) {
    if (!Double.isFinite(number)) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (number == Math.rint(number) && Math.abs(number) <= EXACT) {
      return JsonNodeFactory.instance.numberNode((long) number);
    }
    float single = (float) number;
    return single == number
        ? JsonNodeFactory.instance.numberNode(single)
        : JsonNodeFactory.instance.numberNode(number);
  }

  static String number(double number) {
    return node(number).toString();
  }
}
