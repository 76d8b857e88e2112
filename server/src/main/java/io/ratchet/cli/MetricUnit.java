// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How the figures of a metric are written: values, changes, and amounts without a sign. */
enum MetricUnit {
  /** A share from 0 to 1, in percent; its changes are in percentage points. */
  SHARE,
  MILLIS,
  DOLLARS,
  /** A score, tokens, or a ratio of somebody's own. */
  PLAIN;

  private static final int PERCENT_PLACES = 2;
  private static final int PLAIN_PLACES = 3;
  private static final int MOST_PLACES = 9;

  static MetricUnit of(String metric) {
    return switch (metric) {
      case "success_rate", "completeness" -> SHARE;
      case "latency_ms", "latency_p50", "latency_p90", "latency_p95", "latency_p99" -> MILLIS;
      case "cost_usd", "cost_per_success" -> DOLLARS;
      case String _ -> PLAIN;
    };
  }

  /** A value of an arm; null where it is unknown. */
  @Nullable String value(JsonNode node) {
    return switch (this) {
      case SHARE -> Figures.percent(node);
      case MILLIS -> Figures.millis(node);
      case DOLLARS -> Figures.dollars(node);
      case PLAIN -> Figures.decimal(node, places(node));
    };
  }

  /** A change with its sign; null where it is unknown. */
  @Nullable String change(JsonNode node, boolean withUnit) {
    return switch (this) {
      case SHARE -> percent(node, withUnit ? " pp" : "");
      case MILLIS -> Figures.delta(node, 1, withUnit ? " ms" : "");
      case DOLLARS -> dollars(node);
      case PLAIN -> Figures.delta(node, places(node), "");
    };
  }

  /** An amount such as a margin or a loss, without its sign. */
  @Nullable String size(JsonNode node) {
    if (!node.isNumber()) {
      return null;
    }
    BigDecimal amount = node.decimalValue().abs();
    return switch (this) {
      case SHARE -> MetricText.plain(amount.movePointRight(PERCENT_PLACES).doubleValue()) + " pp";
      case MILLIS -> MetricText.plain(amount.doubleValue()) + " ms";
      case DOLLARS -> Figures.dollars(Json.mapper().valueToTree(amount));
      case PLAIN -> shortened(amount);
    };
  }

  private static String shortened(BigDecimal amount) {
    JsonNode node = Json.mapper().valueToTree(amount);
    String text = String.valueOf(Figures.decimal(node, places(node)));
    return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
  }

  /** A share of something as a change in percent. */
  static @Nullable String percent(JsonNode share, String unit) {
    return share.isNumber()
        ? Figures.delta(
            Json.mapper().valueToTree(share.decimalValue().movePointRight(PERCENT_PLACES)),
            PERCENT_PLACES,
            unit)
        : null;
  }

  private static @Nullable String dollars(JsonNode node) {
    String amount = Figures.dollars(node);
    return amount == null || amount.startsWith("-") ? amount : "+" + amount;
  }

  /** Three places, and for what is smaller so many that three digits show. */
  private static int places(JsonNode node) {
    if (!node.isNumber() || node.decimalValue().signum() == 0) {
      return PLAIN_PLACES;
    }
    BigDecimal number = node.decimalValue();
    int wanted = number.scale() - number.precision() + PLAIN_PLACES;
    return Math.clamp(wanted, PLAIN_PLACES, MOST_PLACES);
  }
}
