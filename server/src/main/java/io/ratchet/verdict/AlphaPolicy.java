// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.stats.Confidence;

/**
 * Shares the chance of a wrong decision, alpha, out before the data.
 *
 * <p>A treatment wins when at least one success metric is superior and every guardrail is within
 * its margin; it loses when a success metric is worse or a guardrail is broken. So chances add up
 * over what can win or lose alone, and not over guardrails that must all hold (Schultzberg,
 * Ankargren and Frånberg, "Risk-aware product decisions in A/B tests with multiple metrics", 2024):
 * each treatment has an even share of alpha; a fifth of that is for broken guardrails, evenly; the
 * rest is for the success metrics, evenly and two-sided; and each guardrail is proven at the
 * treatment's whole share. By the union bound a treatment that is like the control is promoted or
 * rolled back with a chance of alpha at most, and one that breaks a guardrail is promoted with no
 * more than its share.
 */
public final class AlphaPolicy {
  /** Of a treatment's share, what is for broken guardrails. */
  private static final double DETERIORATION = 0.2;

  private AlphaPolicy() {}

  private static double share(Plan plan) {
    return plan.confidence().alpha() / plan.treatments().size();
  }

  private static long count(Plan plan, Goal.Role role) {
    return plan.goals().stream().filter(goal -> goal.role() == role).count();
  }

  /** Of the interval that is shown, and that decides about a success metric. */
  public static Confidence twoSided(Plan plan, Goal goal) {
    return switch (goal.role()) {
      case INFORMATION, GUARDRAIL -> Confidence.of(1 - share(plan));
      case SUCCESS -> {
        double left = count(plan, Goal.Role.GUARDRAIL) == 0 ? 1 : 1 - DETERIORATION;
        yield Confidence.of(1 - left * share(plan) / count(plan, Goal.Role.SUCCESS));
      }
    };
  }

  /** Of the bound that proves a guardrail kept. */
  public static Confidence nonInferiority(Plan plan) {
    return Confidence.of(1 - share(plan));
  }

  /** Of the bound that proves a guardrail broken. */
  public static Confidence deterioration(Plan plan) {
    return Confidence.of(1 - DETERIORATION * share(plan) / count(plan, Goal.Role.GUARDRAIL));
  }
}
