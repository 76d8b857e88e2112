// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a key is compared with a value. */
public enum Operator {
  NOT_EQUAL("!="),
  LIKE("LIKE"),
  EQUAL("="),
  ILIKE("ILIKE"),
  RLIKE("RLIKE"),
  IS_NULL("IS NULL"),
  IS_NOT_NULL("IS NOT NULL"),
  IN("IN"),
  NOT_IN("NOT IN"),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  LESS("<"),
  LESS_OR_EQUAL("<=");

  /** What every text can be asked. */
  static final List<Operator> TEXTS =
      List.of(NOT_EQUAL, LIKE, EQUAL, ILIKE, IS_NULL, IS_NOT_NULL, IN, NOT_IN);

  /** What texts that are searched by regular expressions can be asked. */
  static final List<Operator> PATTERNS =
      List.of(NOT_EQUAL, LIKE, EQUAL, ILIKE, RLIKE, IS_NULL, IS_NOT_NULL, IN, NOT_IN);

  /** What every number can be asked. */
  static final List<Operator> NUMBERS =
      List.of(
          GREATER, GREATER_OR_EQUAL, NOT_EQUAL, EQUAL, LESS, LESS_OR_EQUAL, IS_NULL, IS_NOT_NULL);

  private final String sign;

  Operator(String sign) {
    this.sign = sign;
  }

  /** How it is written. */
  public String sign() {
    return sign;
  }

  static Optional<Operator> of(String sign) {
    return Arrays.stream(values()).filter(operator -> operator.sign.equals(sign)).findFirst();
  }
}
