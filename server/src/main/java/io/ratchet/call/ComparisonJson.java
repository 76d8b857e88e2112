// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.TwoProportionTest;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A comparison as JSON: rates in percentage points, costs in percent of the control. */
final class ComparisonJson {
  static final String TEST = "pooled two-proportion z-test, two-sided, with Newcombe's interval";
  private static final String WELCH = "Welch's t-test, two-sided";
  private static final double POINTS = 100;
  private static final MathContext DIGITS = new MathContext(12);

  private ComparisonJson() {}

  static ObjectNode of(ComparisonPolicy.Comparison comparison, ObjectNode head) {
    ComparisonPolicy.Arm control = comparison.control();
    ComparisonPolicy.Arm treatment = comparison.treatment();
    boolean enough = comparison.advice() != ComparisonPolicy.Advice.INSUFFICIENT_DATA;
    Effect success = comparison.success().asOptional().orElse(null);
    ObjectNode json = head;
    json.putObject("samples")
        .put("control", control.success().trials())
        .put("treatment", treatment.success().trials());
    json.put("unit_of_analysis", "call")
        .put("success_rate_delta", estimate(success, POINTS))
        .put("time_delta_ms", difference(control.latency(), treatment.latency(), 1))
        .put("cost_delta_pct", relative(control.cost(), treatment.cost()))
        .put(
            "completeness_delta",
            difference(control.completeness(), treatment.completeness(), POINTS))
        .put("is_significant", enough && isSignificant(comparison, success))
        .put("confidence_level", comparison.confidence().level())
        .put("test", TEST)
        .put("p_value", enough ? pValue(success) : null);
    json.set("confidence_interval", enough ? interval(success, POINTS) : null);
    json.put("recommendation", comparison.recommendation());
    json.set("details", details(comparison, enough));
    return json;
  }

  private static boolean isSignificant(
      ComparisonPolicy.Comparison comparison, @Nullable Effect effect) {
    return effect != null && ComparisonPolicy.isSignificant(effect, comparison.confidence());
  }

  private static ObjectNode details(ComparisonPolicy.Comparison comparison, boolean enough) {
    ComparisonPolicy.Arm control = comparison.control();
    ComparisonPolicy.Arm treatment = comparison.treatment();
    ObjectNode json = Json.object();
    json.putObject("success")
        .put("control_rate", rate(control.success()))
        .put("treatment_rate", rate(treatment.success()))
        .put(
            "smallest_expected_count",
            TwoProportionTest.smallestExpectedCount(control.success(), treatment.success()));
    json.set("time_ms", means(control.latency(), treatment.latency(), comparison.time(), enough));
    json.set("cost_usd", means(control.cost(), treatment.cost(), comparison.cost(), enough));
    json.set(
        "completeness",
        means(control.completeness(), treatment.completeness(), comparison.completeness(), enough));
    return json;
  }

  /** A comparison of means in their own unit. */
  private static ObjectNode means(
      Moments control, Moments treatment, Result<Effect> result, boolean enough) {
    Effect effect = result.asOptional().orElse(null);
    ObjectNode json =
        Json.object()
            .put("test", WELCH)
            .put("control_samples", control.n())
            .put("treatment_samples", treatment.n())
            .put("control_mean", mean(control))
            .put("treatment_mean", mean(treatment))
            .put("delta", difference(control, treatment, 1))
            .put("p_value", enough ? pValue(effect) : null);
    json.set("confidence_interval", enough ? interval(effect, 1) : null);
    return json.put(
        "reason",
        switch (result) {
          case Result.Computed<Effect> _ -> null;
          case Result.Degenerate<Effect>(_, String explanation) -> explanation;
        });
  }

  private static @Nullable Double estimate(@Nullable Effect effect, double scale) {
    return effect == null ? null : (Double) tidy(effect.estimate() * scale);
  }

  private static @Nullable Double pValue(@Nullable Effect effect) {
    return switch (effect) {
      case Effect.Estimated estimated -> (Double) estimated.pValue();
      case Effect.Exact _ -> null;
      case null -> null;
    };
  }

  private static @Nullable ArrayNode interval(@Nullable Effect effect, double scale) {
    if (effect == null) {
      return null;
    }
    Interval interval = effect.interval();
    return Json.array().add(tidy(interval.lower() * scale)).add(tidy(interval.upper() * scale));
  }

  private static @Nullable Double rate(Proportion proportion) {
    return proportion.trials() == 0 ? null : (Double) proportion.rate();
  }

  private static @Nullable Double mean(Moments moments) {
    return moments.n() == 0 ? null : (Double) moments.mean();
  }

  private static @Nullable Double difference(Moments control, Moments treatment, double scale) {
    return control.n() == 0 || treatment.n() == 0
        ? null
        : (Double) tidy((treatment.mean() - control.mean()) * scale);
  }

  private static @Nullable Double relative(Moments control, Moments treatment) {
    return control.n() == 0 || treatment.n() == 0 || control.mean() == 0
        ? null
        : (Double) tidy((treatment.mean() - control.mean()) / control.mean() * POINTS);
  }

  /** Without the noise of the last digits. */
  private static double tidy(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
