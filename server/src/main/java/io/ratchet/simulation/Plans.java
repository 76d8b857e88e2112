// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Variant;
import java.util.List;

/** Plans that differ from a given one in one thing. */
final class Plans {
  private static final int HALF = 500_000;

  private Plans() {}

  /** Without what is only shown. */
  static Plan deciding(Plan plan) {
    return with(
        plan,
        plan.variants(),
        plan.goals().stream().filter(goal -> goal.role() != Goal.Role.INFORMATION).toList());
  }

  /** With two arms of the same share. */
  static Plan evenly(Plan plan) {
    List<Variant> halves =
        plan.variants().stream()
            .map(variant -> new Variant(variant.name(), variant.version(), HALF))
            .toList();
    return with(plan, halves, plan.goals());
  }

  private static Plan with(Plan plan, List<Variant> variants, List<Goal> goals) {
    return new Plan(
        plan.kind(),
        plan.asset(),
        variants,
        plan.segment(),
        goals,
        plan.confidence(),
        plan.targetUnits(),
        plan.maxDays(),
        plan.allocation(),
        plan.watch(),
        plan.watches(),
        plan.autoPromote(),
        plan.autoRollback());
  }
}
