// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Figures as people read them; null, as unknown, stays null. */
public final class Figures {
  private static final MathContext SMALL_AMOUNT = new MathContext(3, RoundingMode.HALF_UP);

  private Figures() {}

  private static @Nullable BigDecimal number(JsonNode node) {
    if (node.isNumber()) {
      return node.decimalValue();
    }
    try {
      return node.isString() ? new BigDecimal(node.stringValue()) : null;
    } catch (NumberFormatException e) {
      return null; // not a figure: shown as unknown
    }
  }

  /** A whole number with its thousands apart. */
  public static @Nullable String count(JsonNode node) {
    return format("%,.0f", number(node));
  }

  /** A rate from 0 to 1. */
  public static @Nullable String percent(JsonNode node) {
    BigDecimal rate = number(node);
    return rate == null ? null : format("%.1f%%", rate.movePointRight(2));
  }

  public static @Nullable String millis(JsonNode node) {
    BigDecimal millis = number(node);
    boolean small = millis != null && millis.abs().compareTo(BigDecimal.TEN) < 0;
    return format(small ? "%.1f ms" : "%,.0f ms", millis);
  }

  /** A mean or another number without a unit. */
  public static @Nullable String decimal(JsonNode node, int places) {
    return format("%,." + places + "f", number(node));
  }

  /** An amount: cents from a dollar on, three digits below. */
  public static @Nullable String dollars(JsonNode node) {
    BigDecimal amount = number(node);
    if (amount == null) {
      return null;
    }
    if (amount.signum() == 0) {
      return "$0";
    }
    String sign = amount.signum() < 0 ? "-$" : "$";
    BigDecimal size = amount.abs();
    return size.compareTo(BigDecimal.ONE) >= 0
        ? sign + format("%,.2f", size)
        : sign + size.round(SMALL_AMOUNT).stripTrailingZeros().toPlainString();
  }

  /** A difference, with its sign. */
  public static @Nullable String delta(JsonNode node, int places, String unit) {
    return format("%+,." + places + "f" + unit.replace("%", "%%"), number(node));
  }

  /** A probability, which is never shown as nought. */
  public static @Nullable String probability(JsonNode node) {
    BigDecimal p = number(node);
    if (p == null) {
      return null;
    }
    return p.compareTo(new BigDecimal("0.0001")) < 0 ? "<0.0001" : format("%.4f", p);
  }

  private static @Nullable String format(String pattern, @Nullable BigDecimal number) {
    return number == null ? null : String.format(Locale.ROOT, pattern, number);
  }
}
