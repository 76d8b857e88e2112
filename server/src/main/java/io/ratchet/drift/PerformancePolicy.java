// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.NewcombeInterval;
import io.ratchet.stats.fixed.WelchTest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether errors have grown since the first labels, beyond chance: the difference with its
 * confidence interval, by Newcombe for right and wrong and by Welch for distances.
 */
final class PerformancePolicy {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);

  /** Of an alarm: who looks again and again is fooled by one look of twenty. */
  private static final Confidence ALARM = Confidence.of(0.999);

  /** The latest labels that are compared with the first ones. */
  static final int LATEST = 1_000;

  private PerformancePolicy() {}

  /**
   * Judges the latest labels.
   *
   * @param first what the first ones added up to
   * @param errors the latest ones in order; those among the first do not count
   * @param fewest labels on both sides, below which nothing is said
   */
  static Performance judge(LabelStore.First first, List<LabelStore.Kept> errors, int fewest) {
    List<LabelStore.Kept> later =
        errors.stream().filter(error -> error.sequence() > first.last()).toList();
    List<LabelStore.Kept> latest = later.subList(Math.max(0, later.size() - LATEST), later.size());
    boolean whole = errors.stream().allMatch(LabelStore.Kept::whole);
    Moments now = moments(latest);
    if (Math.min(first.n(), now.n()) < fewest) {
      String why =
          "%d first and %d later labels; at least %d of each are needed"
              .formatted(first.n(), now.n(), fewest);
      return new Performance(whole, first.moments(), now, null, false, why);
    }
    Interval growth = growth(whole, first, latest, CONFIDENCE);
    Interval surely = growth(whole, first, latest, ALARM);
    String why =
        "the error is %.4g over the last %d labels and was %.4g over the first %d%s"
            .formatted(
                now.mean(),
                now.n(),
                first.moments().mean(),
                first.n(),
                growth == null
                    ? ""
                    : "; it grew by between %.4g and %.4g with 95%% confidence"
                        .formatted(growth.lower(), growth.upper()));
    boolean worse = surely != null && surely.lower() > 0;
    return new Performance(whole, first.moments(), now, growth, worse, why);
  }

  private static Moments moments(List<LabelStore.Kept> errors) {
    double total = 0;
    double squares = 0;
    for (LabelStore.Kept error : errors) {
      total += error.error();
      squares += error.error() * error.error();
    }
    return new LabelStore.First(errors.size(), total, squares, 0).moments();
  }

  private static @Nullable Interval growth(
      boolean whole, LabelStore.First first, List<LabelStore.Kept> latest, Confidence confidence) {
    return whole
        ? ofRates(first, latest, confidence)
        : ofAmounts(first.moments(), moments(latest), confidence);
  }

  private static @Nullable Interval ofRates(
      LabelStore.First first, List<LabelStore.Kept> latest, Confidence confidence) {
    long wrong = latest.stream().filter(error -> error.error() > 0).count();
    Proportion before = new Proportion(Math.round(first.total()), first.n());
    Proportion now = new Proportion(wrong, latest.size());
    return NewcombeInterval.of(before, now, confidence).asOptional().orElse(null);
  }

  private static @Nullable Interval ofAmounts(Moments first, Moments now, Confidence confidence) {
    return switch (WelchTest.of(first, now, Alternative.TWO_SIDED, confidence)) {
      case Result.Computed<Effect>(Effect effect) -> effect.interval();
      case Result.Degenerate<Effect> _ -> null;
    };
  }
}
