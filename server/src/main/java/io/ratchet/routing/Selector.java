// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.registry.Prompt;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import java.util.Optional;

/**
 * Finds what follows the @ of a reference: a version, {@code latest}, an alias, or a stage, looked
 * for in this order. A stage stands for its highest version; which one is in production, and so the
 * champion, is a matter of the route.
 */
final class Selector {
  private Selector() {}

  /** Whether it names the production version, which the route knows. */
  static boolean isProduction(String selector) {
    return selector.equals(Prompt.CHAMPION)
        || Stage.named(selector).equals(Optional.of(Stage.PRODUCTION));
  }

  static Prompt.Registered find(Prompt prompt, String selector) {
    Optional<Semver> version = Semver.find(selector);
    if (version.isPresent()) {
      return prompt.version(version.get()).orElseThrow(() -> missing(prompt, selector));
    }
    if (selector.equals(Prompt.LATEST)) {
      return prompt.highest().orElseThrow(() -> missing(prompt, selector));
    }
    return Optional.ofNullable(prompt.aliases().get(selector))
        .flatMap(prompt::version)
        .or(() -> Stage.named(selector).flatMap(prompt::highest))
        .orElseThrow(() -> missing(prompt, selector));
  }

  private static Failure missing(Prompt prompt, String selector) {
    return Failure.missing(
        "the prompt %s has no version, alias or stage %s"
            .formatted(prompt.name(), Problem.shorten(selector)),
        "list them with GET /api/prompts/" + prompt.name() + "/versions");
  }
}
