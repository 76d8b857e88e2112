// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Failure;
import io.ratchet.registry.Assets;
import io.ratchet.registry.Prompts;
import io.ratchet.routing.RoutesByKind;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Variant;

/** Decides whether what a plan names can be served: versions that are registered. */
final class VersionPolicy {
  private VersionPolicy() {}

  static void check(Plan plan, RoutesByKind routes) {
    Assets<?> assets = routes.of(plan.kind()).assets();
    if (assets.find(plan.asset()).isEmpty()) {
      throw assets.missing(plan.asset());
    }
    for (Variant variant : plan.variants()) {
      if (assets.version(plan.asset(), variant.version()).isEmpty()) {
        throw Failure.missing(
            "the %s %s has no version %s, which %s is to get"
                .formatted(plan.kind(), plan.asset(), variant.version(), variant.name()),
            "list them with GET /api/%s/%s/versions".formatted(assets.plural(), plan.asset()));
      }
    }
  }

  /** Whether every arm can answer what the control answers, at the start of the trial. */
  static void checkArms(Plan plan, RoutesByKind routes) {
    if (plan.kind().equals(Prompts.KIND)) {
      RenderPolicy.check(
          plan, variant -> routes.prompts().assets().version(plan.asset(), variant.version()));
    } else {
      SignaturePolicy.check(
          plan, variant -> routes.models().assets().version(plan.asset(), variant.version()));
    }
  }
}
