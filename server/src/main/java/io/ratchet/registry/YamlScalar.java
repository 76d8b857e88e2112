// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What an unquoted value of YAML means, by the core schema of YAML 1.2.2, section 10.3.2. */
final class YamlScalar {
  private static final int DIGITS = 400;
  private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
  private static final Pattern TRUE = Pattern.compile("true|True|TRUE");
  private static final Pattern FALSE = Pattern.compile("false|False|FALSE");
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
  private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,4})?");
  private static final Pattern NO_NUMBER =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private YamlScalar() {}

  /** The value, or empty where it is a number that JSON has no words for. */
  static Optional<JsonNode> read(String text) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (NULL.matcher(text).matches()) {
      return Optional.of(nodes.nullNode());
    }
    if (TRUE.matcher(text).matches() || FALSE.matcher(text).matches()) {
      return Optional.of(nodes.booleanNode(TRUE.matcher(text).matches()));
    }
    if (NO_NUMBER.matcher(text).matches()) {
      return Optional.empty();
    }
    Character first = text.charAt(0);
    if (text.length() > DIGITS || "+-.0123456789".indexOf(first) < 0) {
      return Optional.of(nodes.stringNode(text));
    }
    return Optional.of(number(text, nodes));
  }

  private static JsonNode number(String text, JsonNodeFactory nodes) {
    if (INTEGER.matcher(text).matches()) {
      return integer(new BigInteger(text), nodes);
    }
    if (OCTAL.matcher(text).matches()) {
      return integer(new BigInteger(text.substring(2), 8), nodes);
    }
    if (HEXADECIMAL.matcher(text).matches()) {
      return integer(new BigInteger(text.substring(2), 16), nodes);
    }
    return FLOAT.matcher(text).matches()
        ? nodes.numberNode(new BigDecimal(text))
        : nodes.stringNode(text);
  }

  /** The narrowest node, as a JSON parser would make it, so that equal numbers are equal nodes. */
  private static JsonNode integer(BigInteger value, JsonNodeFactory nodes) {
    if (value.bitLength() < Integer.SIZE) {
      return nodes.numberNode(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? nodes.numberNode(value.longValue())
        : nodes.numberNode(value);
  }
}
