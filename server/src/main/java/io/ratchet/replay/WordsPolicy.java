// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import static java.lang.String.format;

import io.ratchet.replay.Findings.Finding;
import io.ratchet.replay.Findings.Metric;
import io.ratchet.replay.Findings.Success;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.fixed.PairedProportion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says in plain words what a replay showed, and what it cannot show. */
final class WordsPolicy {
  private static final double PERCENT = 100;
  private static final double SMALLEST_SHOWN = 0.0001;

  private WordsPolicy() {}

  static List<String> conclusion(
      Plan plan, Finding finding, Success success, List<Metric> metrics) {
    List<String> words = new ArrayList<>();
    if (finding == Finding.NO_PAIRS) {
      words.add("No recorded call could be asked of both versions: see what was skipped and why.");
      return words;
    }
    words.add(success(plan, finding, success));
    for (Metric metric : metrics) {
      metric(plan, metric).ifPresent(words::add);
    }
    success
        .gain()
        .asOptional()
        .filter(gain -> gain.varianceRatio() < 1)
        .ifPresent(gain ->
            words.add(
                format(
                    Locale.ROOT,
                    "Because outcomes on the same input go together (correlation %.2f), %d pairs"
                        + " say as much about the rates as %.0f calls of each version would on"
                        + " different inputs.",
                    gain.correlation(),
                    success.table().pairs(),
                    Math.floor(
                        success.table().pairs()
                            / Math.max(gain.varianceRatio(), SMALLEST_SHOWN)))));
    words.add(
        "This is one look at inputs that were fixed before: whoever repeats it until it shows"
            + " something finds something.");
    words.add(
        "A replay compares answers. It says nothing about how users react to them: that takes an"
            + " experiment on live traffic.");
    return words;
  }

  private static String success(Plan plan, Finding finding, Success success) {
    PairedProportion table = success.table();
    String rates =
        format(
            Locale.ROOT,
            "%s succeeded on %d of %d inputs, %s on %d; they differ on %d.",
            plan.treatment(),
            table.treatment().successes(),
            table.pairs(),
            plan.control(),
            table.control().successes(),
            table.discordant());
    String verdict =
        switch (finding) {
          case TREATMENT_BETTER -> plan.treatment() + " is better";
          case CONTROL_BETTER -> plan.control() + " is better";
          case NO_DIFFERENCE_SHOWN, NO_PAIRS -> "No difference in success is shown";
        };
    String bounds =
        success
            .interval()
            .asOptional()
            .map(interval -> " (difference " + points(interval) + ", p " + p(success) + ")")
            .orElse("");
    return rates + " " + verdict + bounds + ".";
  }

  private static String points(Interval interval) {
    return format(
        Locale.ROOT,
        "%+.1f to %+.1f points at %s%% confidence",
        interval.lower() * PERCENT,
        interval.upper() * PERCENT,
        level(interval));
  }

  private static String level(Interval interval) {
    String text = format(Locale.ROOT, "%.4f", interval.confidence().level() * PERCENT);
    return text.replaceFirst("\\.?0+$", "");
  }

  private static String p(Success success) {
    return success.pValue() < SMALLEST_SHOWN
        ? "< 0.0001"
        : format(Locale.ROOT, "= %.4f", success.pValue());
  }

  /** A sentence where a difference is shown. */
  private static Optional<String> metric(Plan plan, Metric metric) {
    Effect difference = metric.difference().asOptional().orElse(null);
    if (difference == null || difference.interval().contains(0) || difference.estimate() == 0) {
      return Optional.empty();
    }
    String direction = difference.estimate() > 0 ? "higher" : "lower";
    String share =
        metric
            .relative()
            .asOptional()
            .map(effect -> format(Locale.ROOT, " by %.1f%%", Math.abs(effect.estimate()) * PERCENT))
            .orElse("");
    return Optional.of(
        format(
            Locale.ROOT, "%s of %s is %s%s.", metric.name(), plan.treatment(), direction, share));
  }
}
