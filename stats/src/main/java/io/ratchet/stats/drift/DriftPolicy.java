// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import io.ratchet.stats.drift.FeatureDrift.Insufficient;
import io.ratchet.stats.drift.FeatureDrift.Judged;
import io.ratchet.stats.drift.FeatureDrift.Verdict;
import io.ratchet.stats.drift.Measurement.Measured;
import io.ratchet.stats.drift.Measurement.Unmeasured;
import io.ratchet.stats.fixed.AdjustedPValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rule that calls a difference drift.
 *
 * <p>A window is suspected where its effect exceeds the threshold, so that it matters, and the
 * noise floor, so that it is no matter of sample size, and its p-value, adjusted by Benjamini and
 * Hochberg over all that is judged at once, is below alpha. It has drifted where it and enough of
 * the windows before it were suspected. P-values alone call any difference drift once there are
 * rows enough, and distances alone call noise drift while there are few.
 *
 * <p>Promise: under no change, with independent rows, a window is suspected with a chance of at
 * most {@link Comparison#tail}, one in a thousand as usual, per feature and method; asking for 2 of
 * 3 windows, drift is then reported with at most one and a half times that, whatever the windows
 * share, and with about three times its square where they share nothing. Simulations in this
 * package's tests hold it to that.
 *
 * @param alpha of the adjusted p-values
 * @param fewest observations, of the reference and of the window, below which nothing is said
 * @param suspicions of this window and the last ones that make drift
 * @param windows that are looked at, this one among them
 * @param thresholds of methods that do not have their usual one
 */
public record DriftPolicy(
    double alpha, long fewest, int suspicions, int windows, Map<DriftMethod, Double> thresholds) {

  /** The rule with 2 of 3 windows of at least 100 observations at 5 percent. */
  public static final DriftPolicy USUAL = new DriftPolicy(0.05, 100, 2, 3, Map.of());

  public DriftPolicy {
    thresholds = Map.copyOf(thresholds);
    boolean persistent = suspicions >= 1 && suspicions <= windows;
    boolean positive = thresholds.values().stream().allMatch(each -> each > 0);
    if (!(alpha > 0 && alpha < 1) || fewest < 2 || !persistent || !positive) {
      throw new IllegalArgumentException(
          "no rule: alpha %s, at least %d observations, %d of %d windows, thresholds %s"
              .formatted(alpha, fewest, suspicions, windows, thresholds));
    }
  }

  /**
   * A comparison, and whether the windows before were suspected by the same method, the latest
   * last; windows that said nothing are left out.
   */
  public record Watched(Measurement measurement, List<Boolean> before) {

    public Watched {
      before = List.copyOf(before);
    }
  }

  /** What the method's effect must exceed. */
  public double threshold(DriftMethod method) {
    return thresholds.getOrDefault(method, method.usualThreshold());
  }

  /** Judges all features of a window at once. */
  public DriftReport judge(List<Watched> watched) {
    List<Double> pValues =
        watched.stream()
            .map(Watched::measurement)
            .filter(this::suffices)
            .map(each -> ((Measured) each).pValue())
            .toList();
    List<Double> adjusted = AdjustedPValues.benjaminiHochberg(pValues);
    List<FeatureDrift> features = new ArrayList<>();
    double score = 0;
    Severity severity = Severity.NONE;
    int next = 0;
    for (Watched each : watched) {
      if (each.measurement() instanceof Measured measured && suffices(measured)) {
        Judged judged = judge(measured, adjusted.get(next++), each.before());
        boolean real = beyondChance(measured, judged.adjustedPValue());
        score = real ? Math.max(score, measured.score()) : score;
        severity = judged.verdict() == Verdict.DRIFTED ? severity.or(judged.severity()) : severity;
        features.add(judged);
      } else {
        features.add(insufficient(each.measurement()));
      }
    }
    return new DriftReport(features, score, severity);
  }

  private boolean suffices(Measurement measurement) {
    return measurement instanceof Measured
        && Math.min(measurement.reference(), measurement.current()) >= fewest;
  }

  private boolean beyondChance(Measured measured, double adjusted) {
    return measured.effect() > measured.noiseFloor() && adjusted < alpha;
  }

  private Insufficient insufficient(Measurement measurement) {
    String numbers =
        "the reference has %d observations and the window %d; at least %d are needed"
            .formatted(measurement.reference(), measurement.current(), fewest);
    return switch (measurement) {
      case Measured _ -> new Insufficient(measurement, numbers);
      case Unmeasured unmeasured -> new Insufficient(measurement, unmeasured.reason());
    };
  }

  private Judged judge(Measured measured, double adjusted, List<Boolean> before) {
    double threshold = threshold(measured.method());
    boolean suspected = measured.effect() > threshold && beyondChance(measured, adjusted);
    List<Boolean> last = before.subList(Math.max(0, before.size() - windows + 1), before.size());
    int suspicious = (suspected ? 1 : 0) + (int) last.stream().filter(each -> each).count();
    Verdict verdict = Verdict.STABLE;
    if (suspected) {
      verdict = suspicious >= suspicions ? Verdict.DRIFTED : Verdict.SUSPECTED;
    }
    Severity severity =
        suspected ? Severity.of(measured.method(), measured.effect(), threshold) : Severity.NONE;
    String why = why(measured, threshold, adjusted, suspected, suspicious);
    return new Judged(measured, threshold, adjusted, verdict, severity, why);
  }

  private String why(
      Measured measured, double threshold, double adjusted, boolean suspected, int suspicious) {
    String effect = "%s is %.4g".formatted(measured.method().label(), measured.effect());
    if (measured.effect() <= threshold) {
      return "%s, not above the threshold %.4g".formatted(effect, threshold);
    }
    if (measured.effect() <= measured.noiseFloor()) {
      return "%s, above the threshold %.4g but not above the noise floor %.4g of %d and %d values"
          .formatted(
              effect, threshold, measured.noiseFloor(), measured.reference(), measured.current());
    }
    if (!suspected) {
      return "%s, above threshold and noise floor, but its adjusted p-value %.3g is not below %.3g"
          .formatted(effect, adjusted, alpha);
    }
    return "%s, above the threshold %.4g and the noise floor %.4g, adjusted p-value %.3g; %s"
        .formatted(
            effect,
            threshold,
            measured.noiseFloor(),
            adjusted,
            "%d of the last %d windows, %d needed".formatted(suspicious, windows, suspicions));
  }
}
