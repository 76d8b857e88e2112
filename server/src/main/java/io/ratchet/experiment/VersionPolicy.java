// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.registry.Prompts;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Variant;

/** Decides whether what a plan names can be served: versions of a prompt that are registered. */
final class VersionPolicy {
  private VersionPolicy() {}

  static void check(Plan plan, Prompts prompts) {
    if (prompts.find(plan.asset()).isEmpty()) {
      throw Failure.missing(
          "there is no prompt " + Problem.shorten(plan.asset()),
          "list the prompts with GET /api/prompts");
    }
    for (Variant variant : plan.variants()) {
      if (prompts.version(plan.asset(), variant.version()).isEmpty()) {
        throw Failure.missing(
            "the prompt %s has no version %s, which %s is to get"
                .formatted(plan.asset(), variant.version(), variant.name()),
            "list them with GET /api/prompts/" + plan.asset() + "/versions");
      }
    }
  }
}
