// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Json;
import io.ratchet.model.Feature;
import io.ratchet.model.Signature;
import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.McNemarTest;
import io.ratchet.stats.fixed.PairedDifference;
import io.ratchet.stats.fixed.PairedNewcombeInterval;
import io.ratchet.stats.fixed.PairedProportion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Judges a new version. Pure.
 *
 * <p>Champion and challenger answered the same rows, so that what rows have in common cancels. The
 * challenger is better where the lower bound of its improvement, one-sided, exceeds what is wanted:
 * of the accuracy by the paired score interval, of the squared errors by the paired t interval.
 */
public final class GatePolicy {
  /** Single precision and another order of sums. */
  static final double PARITY = 1e-4;

  private GatePolicy() {}

  /** What both answered to the rows that were kept back. */
  public sealed interface Comparison {
    /** Right and wrong, the champion first. */
    record Answers(PairedProportion table) implements Comparison {}

    /** Squared errors, the champion's first. */
    record Errors(PairedMoments errors) implements Comparison {}

    /** There was nobody to compare with. */
    record Nobody() implements Comparison {}

    /** They could not be compared. */
    record Impossible(String reason) implements Comparison {}
  }

  /** Whether requests of today would be answered by the new version. */
  static Gate schema(@Nullable Signature champion, Signature challenger) {
    if (champion == null || champion.features().isEmpty()) {
      return Gate.of("schema", true, "there is no signature to keep to");
    }
    List<String> faults = new ArrayList<>();
    for (Feature feature : champion.features()) {
      Optional<Feature> now = challenger.feature(feature.name());
      if (now.isEmpty()) {
        faults.add("the feature " + feature.name() + " is gone");
      } else if (now.get().type() != feature.type()) {
        faults.add(
            "the feature %s is a %s, and was a %s"
                .formatted(feature.name(), word(now.get().type()), word(feature.type())));
      }
    }
    for (Feature feature : challenger.features()) {
      if (champion.feature(feature.name()).isEmpty() && !feature.optional()) {
        faults.add("the feature " + feature.name() + " is new and not optional");
      }
    }
    if (champion.task() != challenger.task()) {
      faults.add("it is a " + word(challenger.task()) + ", and was a " + word(champion.task()));
    }
    Set<String> classes = new HashSet<>();
    champion.classes().forEach(one -> classes.add(one.asString("")));
    challenger.classes().forEach(one -> classes.remove(one.asString("")));
    if (!challenger.classes().isEmpty() && !classes.isEmpty()) {
      faults.add("it does not know the classes " + String.join(", ", classes));
    }
    return faults.isEmpty()
        ? Gate.of("schema", true, "it takes what the champion takes")
        : Gate.of("schema", false, String.join("; ", faults));
  }

  /**
   * Whether the runtime computes what the trainer did.
   *
   * @param rows compared
   * @param worst difference, relative where the number is above 1
   */
  static Gate parity(int rows, double worst) {
    ObjectNode figures = Json.object().put("rows", rows).put("largest_difference", worst);
    if (rows == 0) {
      return new Gate("parity", true, "the trainer left no rows to compare by; it runs", figures);
    }
    return new Gate(
        "parity",
        worst <= PARITY,
        String.format(
            Locale.ROOT,
            "the answers to %d golden rows differ by at most %.2g, %.2g is put up with",
            rows,
            worst,
            PARITY),
        figures);
  }

  /** Whether it is better on the rows that were kept back. */
  static Gate holdout(Comparison comparison, Pipeline.Gates gates) {
    return switch (comparison) {
      case Comparison.Nobody _ ->
          Gate.of("holdout", true, "there is no champion to be better than");
      case Comparison.Impossible(String reason) -> Gate.of("holdout", false, reason);
      case Comparison.Answers(PairedProportion table) -> answers(table, gates);
      case Comparison.Errors(PairedMoments errors) -> errors(errors, gates);
    };
  }

  private static Gate answers(PairedProportion table, Pipeline.Gates gates) {
    ObjectNode figures =
        Json.object()
            .put("rows", table.pairs())
            .put("metric", "accuracy")
            .put("champion", rate(table.control().successes(), table.pairs()))
            .put("challenger", rate(table.treatment().successes(), table.pairs()))
            .put("champion_only", table.controlOnly())
            .put("challenger_only", table.treatmentOnly())
            .put("confidence", gates.confidence())
            .put("min_improvement", gates.minImprovement());
    if (table.pairs() < gates.minRows()) {
      return few(table.pairs(), gates, figures);
    }
    figures.put("p_value", McNemarTest.pValue(table, Alternative.GREATER));
    Confidence twoSided = Confidence.of(Math.max(0.5, 2 * gates.confidence() - 1));
    Interval interval = PairedNewcombeInterval.of(table, twoSided).asOptional().orElseThrow();
    double difference = (double) (table.treatmentOnly() - table.controlOnly()) / table.pairs();
    return judged(difference, interval.lower(), "accuracy", gates, figures);
  }

  private static Gate errors(PairedMoments pairs, Pipeline.Gates gates) {
    ObjectNode figures =
        Json.object()
            .put("rows", pairs.n())
            .put("metric", "mean_squared_error")
            .put("champion", pairs.meanX())
            .put("challenger", pairs.meanY())
            .put("confidence", gates.confidence())
            .put("min_improvement", gates.minImprovement());
    if (pairs.n() < gates.minRows()) {
      return few(pairs.n(), gates, figures);
    }
    return switch (PairedDifference.relative(
        pairs, Alternative.LESS, Confidence.of(gates.confidence()))) {
      case Result.Degenerate<Effect>(_, String explanation) ->
          new Gate("holdout", false, explanation, figures);
      case Result.Computed<Effect>(Effect effect) -> {
        double upper = effect.interval().upper();
        double improvement = pairs.meanX() == 0 ? 0 : 1 - pairs.meanY() / pairs.meanX();
        yield judged(improvement, -upper, "squared error", gates, figures);
      }
    };
  }

  private static Gate few(long rows, Pipeline.Gates gates, ObjectNode figures) {
    return new Gate(
        "holdout",
        false,
        "%d rows were kept back, at least %d are wanted".formatted(rows, gates.minRows()),
        figures);
  }

  private static Gate judged(
      double improvement, double lower, String metric, Pipeline.Gates gates, ObjectNode figures) {
    figures.put("improvement", improvement).put("improvement_lower_bound", lower);
    boolean passed = lower > gates.minImprovement();
    String text =
        String.format(
            Locale.ROOT,
            "the %s improves by %.4f, by more than %.4f with confidence %.3g; %s %.4f is wanted",
            metric,
            improvement,
            lower,
            gates.confidence(),
            passed ? "more than" : "not surely more than",
            gates.minImprovement());
    return new Gate("holdout", passed, text, figures);
  }

  private static @Nullable Double rate(long successes, long rows) {
    return rows == 0 ? null : (Double) ((double) successes / rows);
  }

  private static String word(Enum<?> constant) {
    return Pipeline.word(constant);
  }
}
