// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.registry.Prompt;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import java.util.Optional;

/**
 * Finds what follows the @ of a reference: a version, {@code champion}, {@code latest}, an alias,
 * or a stage, looked for in this order. A stage stands for its highest version.
 */
final class Selector {
  private Selector() {}

  static Prompt.Registered find(LiveRoute live, String selector) {
    Prompt prompt = live.prompt();
    Optional<Semver> version = Semver.find(selector);
    if (version.isPresent()) {
      return prompt.version(version.get()).orElseThrow(() -> missing(prompt, selector));
    }
    if (selector.equals(Prompt.LATEST)) {
      return prompt.highest().orElseThrow(() -> missing(prompt, selector));
    }
    if (selector.equals(Prompt.CHAMPION)
        || Stage.named(selector).equals(Optional.of(Stage.PRODUCTION))) {
      return Optional.ofNullable(live.route().production())
          .flatMap(prompt::version)
          .orElseThrow(() -> missing(prompt, selector));
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
