// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.TwoProportionTest;
import io.ratchet.stats.fixed.WelchTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares what two versions did and says in words what to do.
 *
 * <p>Only the rate of success decides: a significant gain is PROMOTE, a significant loss ROLLBACK,
 * anything else KEEP; time, cost and completeness are told along with it. Below the minimum number
 * of calls that succeeded or failed there is no test and no advice but to wait.
 */
final class ComparisonPolicy {
  private static final double POINTS = 100;

  private ComparisonPolicy() {}

  /**
   * One side of a comparison.
   *
   * @param success of the calls that ended one way or the other
   * @param latency in milliseconds
   * @param cost in dollars
   * @param completeness as a share
   */
  record Arm(
      String version, Proportion success, Moments latency, Moments cost, Moments completeness) {
    static Arm of(String version, Window window) {
      long decided = window.successes() + window.failures();
      return new Arm(
          version,
          new Proportion(window.successes(), decided),
          window.sums(Measure.LATENCY).moments(),
          window.sums(Measure.COST).moments(),
          window.sums(Measure.COMPLETENESS).moments());
    }
  }

  /** What the evidence says. */
  enum Advice {
    PROMOTE,
    KEEP,
    ROLLBACK,
    INSUFFICIENT_DATA
  }

  /**
   * The outcome: effects are the treatment's minus the control's, degenerate where one side has too
   * little.
   */
  record Comparison(
      Arm control,
      Arm treatment,
      Confidence confidence,
      Advice advice,
      Result<Effect> success,
      Result<Effect> time,
      Result<Effect> cost,
      Result<Effect> completeness,
      String recommendation) {}

  static Comparison compare(Arm control, Arm treatment, Confidence confidence, int minSamples) {
    Result<Effect> success =
        TwoProportionTest.of(control.success(), treatment.success(), confidence);
    Advice advice = advice(control, treatment, success, confidence, minSamples);
    Result<Effect> time = welch(control.latency(), treatment.latency(), confidence);
    Result<Effect> cost = welch(control.cost(), treatment.cost(), confidence);
    Result<Effect> completeness =
        welch(control.completeness(), treatment.completeness(), confidence);
    String why =
        switch (advice) {
          case INSUFFICIENT_DATA -> missing(control, treatment, minSamples);
          case PROMOTE, KEEP, ROLLBACK ->
              verdict(advice, control, treatment, success, confidence)
                  + besides(control, treatment, time, cost);
        };
    return new Comparison(
        control,
        treatment,
        confidence,
        advice,
        success,
        time,
        cost,
        completeness,
        advice + ": " + why);
  }

  private static Result<Effect> welch(Moments control, Moments treatment, Confidence confidence) {
    return WelchTest.of(control, treatment, Alternative.TWO_SIDED, confidence);
  }

  private static Advice advice(
      Arm control, Arm treatment, Result<Effect> success, Confidence confidence, int minSamples) {
    if (Math.min(control.success().trials(), treatment.success().trials()) < minSamples) {
      return Advice.INSUFFICIENT_DATA;
    }
    Optional<Effect> effect = success.asOptional();
    if (effect.isEmpty() || !isSignificant(effect.get(), confidence)) {
      return Advice.KEEP;
    }
    return effect.get().estimate() > 0 ? Advice.PROMOTE : Advice.ROLLBACK;
  }

  /** An effect without a p-value never varied, so there is nothing to be sure of. */
  static boolean isSignificant(Effect effect, Confidence confidence) {
    return switch (effect) {
      case Effect.Estimated estimated -> estimated.pValue() < confidence.alpha();
      case Effect.Exact _ -> false;
    };
  }

  private static String missing(Arm control, Arm treatment, int minSamples) {
    List<String> sides = new ArrayList<>();
    for (Arm arm : List.of(control, treatment)) {
      long calls = arm.success().trials();
      if (calls < minSamples) {
        sides.add(
            "%s has %d, %d more are missing".formatted(arm.version(), calls, minSamples - calls));
      }
    }
    return "each version needs %d calls that succeeded or failed; %s"
        .formatted(minSamples, String.join("; ", sides));
  }

  private static String verdict(
      Advice advice, Arm control, Arm treatment, Result<Effect> success, Confidence confidence) {
    String rates =
        "%s succeeds in %s of %d calls, %s in %s of %d"
            .formatted(
                treatment.version(),
                percent(treatment.success().rate()),
                treatment.success().trials(),
                control.version(),
                percent(control.success().rate()),
                control.success().trials());
    String test = success.asOptional().map(ComparisonPolicy::pValue).orElse("");
    String level = percent(confidence.level());
    return switch (advice) {
      case PROMOTE ->
          "%s shows a %s points better success rate; %s%s, significant at %s"
              .formatted(treatment.version(), points(success), rates, test, level);
      case ROLLBACK ->
          "%s shows a %s points worse success rate; %s%s, significant at %s"
              .formatted(treatment.version(), points(success), rates, test, level);
      case KEEP, INSUFFICIENT_DATA ->
          "stay with %s, no significant difference in success rate at %s; %s%s"
              .formatted(control.version(), level, rates, test);
    };
  }

  private static String besides(
      Arm control, Arm treatment, Result<Effect> time, Result<Effect> cost) {
    StringBuilder text = new StringBuilder();
    time.asOptional()
        .filter(effect -> effect.estimate() != 0)
        .ifPresent(effect ->
            text.append(
                "; it is %s ms %s on average"
                    .formatted(
                        number(Math.abs(effect.estimate())),
                        effect.estimate() < 0 ? "faster" : "slower")));
    double before = control.cost().mean();
    double after = treatment.cost().mean();
    if (cost.asOptional().isPresent() && before > 0 && before != after) {
      double change = (after - before) / before;
      text.append(
          "; it costs %s %s".formatted(percent(Math.abs(change)), change < 0 ? "less" : "more"));
    }
    if (TwoProportionTest.smallestExpectedCount(control.success(), treatment.success())
        < TwoProportionTest.ADEQUATE_EXPECTED_COUNT) {
      text.append("; with so few successes or failures the p-value is a rough one");
    }
    return text.toString();
  }

  private static String pValue(Effect effect) {
    return switch (effect) {
      case Effect.Estimated estimated ->
          estimated.pValue() < 1e-4
              ? ", p < 0.0001"
              : ", p = %.4f".formatted(estimated.pValue()).replaceAll("0+$", "0");
      case Effect.Exact _ -> "";
    };
  }

  private static String points(Result<Effect> success) {
    return number(Math.abs(success.asOptional().map(Effect::estimate).orElse(0.0)) * POINTS);
  }

  private static String percent(double share) {
    return number(share * POINTS) + "%";
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
