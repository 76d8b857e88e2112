// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.fixed.AdjustedPValues;
import io.ratchet.stats.fixed.SampleRatioTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which groups of units explain that the arms' shares are off, once {@link SequentialSampleRatio}
 * has found that they are.
 *
 * <p>Each group is tested by {@link SampleRatioTest} with its own weights, and Holm's step-down
 * adjustment ({@link AdjustedPValues#holm}) keeps the chance of naming any group wrongly below the
 * level however many there are. A mismatch that has one cause, such as a client that loses
 * assignments, stands out in that cause's group, and what is left without the named groups fits the
 * weights again: Fabijan et al., "Diagnosing Sample Ratio Mismatch in Online Controlled
 * Experiments", KDD 2019, section 5.
 *
 * <p>Assumes independent units and one look, after the alarm. Groups of one dimension must not
 * overlap; those of several may. A group in which the weights expect fewer than {@value #EXPECTED}
 * units of an arm is left untested.
 *
 * @param findings about the tested groups, the most suspicious first
 * @param untested groups that are too small
 */
public record SampleRatioDrillDown(List<Finding> findings, List<Group> untested) {

  /** The units that the weights must expect of each arm. */
  public static final double EXPECTED = 5;

  public SampleRatioDrillDown {
    findings = List.copyOf(findings);
    untested = List.copyOf(untested);
  }

  /** The units per arm of one value of one dimension, such as a day or a client. */
  public record Group(String dimension, String value, List<Long> units, List<Double> weights) {
    public Group {
      units = List.copyOf(units);
      weights = List.copyOf(weights);
      SampleRatioTest.requireWeights(units, weights);
    }

    private boolean adequate() {
      double sum = SampleRatioTest.requireWeights(units, weights);
      double total = 0;
      double least = Double.POSITIVE_INFINITY;
      int arms = 0;
      for (int arm = 0; arm < units.size(); arm++) {
        if (weights.get(arm) > 0) {
          total += units.get(arm);
          least = Math.min(least, weights.get(arm));
          arms++;
        }
      }
      return arms > 1 && total * (least / sum) >= EXPECTED;
    }
  }

  /**
   * How far one group is from its weights.
   *
   * @param adjustedPValue the chance of naming any group as suspicious as this one by mistake
   * @param remainder the test of the other groups of its dimension together; none without others
   */
  public record Finding(
      Group group,
      SampleRatioTest.Mismatch mismatch,
      double adjustedPValue,
      Optional<SampleRatioTest.Mismatch> remainder) {

    /** Whether the group is off, and without it the rest of its dimension is not. */
    public boolean explains(double threshold) {
      return adjustedPValue < threshold
          && remainder.map(SampleRatioTest.Mismatch::pValue).orElse(1.0) >= threshold;
    }
  }

  /** Tests all groups; dimensions with different numbers of arms do not go together. */
  public static SampleRatioDrillDown of(List<Group> groups) {
    List<Finding> raw = new ArrayList<>();
    List<Group> untested = new ArrayList<>();
    for (Group group : groups) {
      if (group.adequate()) {
        SampleRatioTest.Mismatch mismatch = SampleRatioTest.of(group.units(), group.weights());
        raw.add(new Finding(group, mismatch, mismatch.pValue(), remainder(group, groups)));
      } else {
        untested.add(group);
      }
    }
    raw.sort(
        Comparator.comparingDouble((Finding finding) -> finding.mismatch().pValue())
            .thenComparingDouble(finding -> -finding.mismatch().chiSquare()));
    List<Finding> adjusted = new ArrayList<>();
    List<Double> holm =
        AdjustedPValues.holm(raw.stream().map(finding -> finding.mismatch().pValue()).toList());
    for (int i = 0; i < raw.size(); i++) {
      Finding finding = raw.get(i);
      adjusted.add(
          new Finding(finding.group(), finding.mismatch(), holm.get(i), finding.remainder()));
    }
    return new SampleRatioDrillDown(adjusted, untested);
  }

  /** The groups whose adjusted p-value is below the threshold. */
  public List<Finding> suspicious(double threshold) {
    return findings.stream().filter(found -> found.adjustedPValue() < threshold).toList();
  }

  /** The chi-squares of the expected and the actual units of a dimension's other groups. */
  private static Optional<SampleRatioTest.Mismatch> remainder(Group left, List<Group> groups) {
    int arms = left.units().size();
    long[] units = new long[arms];
    double[] expected = new double[arms];
    for (Group group : groups) {
      boolean other = !group.equals(left) && group.dimension().equals(left.dimension());
      if (other && group.units().size() != arms) {
        throw new IllegalArgumentException(
            "groups of %s have %d and %d arms"
                .formatted(left.dimension(), arms, group.units().size()));
      }
      if (other) {
        add(group, units, expected);
      }
    }
    List<Long> counts = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int arm = 0; arm < arms; arm++) {
      counts.add(units[arm]);
      weights.add(expected[arm]);
    }
    boolean any = weights.stream().anyMatch(weight -> weight > 0);
    return any ? Optional.of(SampleRatioTest.of(counts, weights)) : Optional.empty();
  }

  /** Adds the units in arms with a weight, and as many as the weights expect of each. */
  private static void add(Group group, long[] units, double[] expected) {
    double sum = SampleRatioTest.requireWeights(group.units(), group.weights());
    double total = 0;
    for (int arm = 0; arm < units.length; arm++) {
      if (group.weights().get(arm) > 0) {
        units[arm] += group.units().get(arm);
        total += group.units().get(arm);
      }
    }
    for (int arm = 0; arm < units.length; arm++) {
      expected[arm] += total * (group.weights().get(arm) / sum);
    }
  }
}
