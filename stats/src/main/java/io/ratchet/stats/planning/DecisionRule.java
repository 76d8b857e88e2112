// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.planning;

/**
 * What each metric's test must hold so that the decision to ship holds alpha and power as a whole.
 *
 * <p>Ships when at least one success metric is superior and every guardrail is non-inferior;
 * Schultzberg, Ankargren and Franberg, "Risk-aware Product Decisions in A/B Tests with Multiple
 * Metrics" (2024, arXiv 2402.11609). One success metric of several is enough to ship wrongly, so
 * they share alpha; a guardrail can only prevent shipping, so each keeps all of it. Missing one
 * guardrail is enough not to ship, so each may miss only its part of {@code 1 - power}. Both shares
 * are Bonferroni's and hold whatever the metrics' dependence. Success metrics are planned with the
 * guardrails' power, so that with one that moves as expected and G guardrails the decision misses
 * with at most {@code (1 + 1/G) (1 - power)}, and less where misses coincide.
 */
public record DecisionRule(int successMetrics, int guardrails, double alpha, double power) {

  /** The significance level and the power that one metric's test is planned with. */
  public record Demand(double alpha, double power) {}

  public DecisionRule {
    if (successMetrics < 0 || guardrails < 0 || successMetrics + guardrails == 0) {
      throw new IllegalArgumentException(
          "no rule of %d success metrics and %d guardrails".formatted(successMetrics, guardrails));
    }
    if (!(alpha > 0 && alpha < 1) || !(power > 0 && power < 1)) {
      throw new IllegalArgumentException(
          "alpha and power must be between 0 and 1: %s, %s".formatted(alpha, power));
    }
  }

  /** What the superiority test of each success metric is planned with. */
  public Demand success() {
    return new Demand(alpha / Math.max(1, successMetrics), sharedPower());
  }

  /** What the non-inferiority test of each guardrail is planned with. */
  public Demand guardrail() {
    return new Demand(alpha, sharedPower());
  }

  private double sharedPower() {
    return 1 - (1 - power) / Math.max(1, guardrails);
  }
}
