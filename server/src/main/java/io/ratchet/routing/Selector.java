// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.registry.Asset;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import io.ratchet.registry.Version;
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
    return selector.equals(Asset.CHAMPION)
        || Stage.named(selector).equals(Optional.of(Stage.PRODUCTION));
  }

  static <V extends Version> Asset.Registered<V> find(Asset<V> asset, String selector) {
    Optional<Semver> version = Semver.find(selector);
    if (version.isPresent()) {
      return asset.version(version.get()).orElseThrow(() -> missing(asset, selector));
    }
    if (selector.equals(Asset.LATEST)) {
      return asset.highest().orElseThrow(() -> missing(asset, selector));
    }
    return Optional.ofNullable(asset.aliases().get(selector))
        .flatMap(asset::version)
        .or(() -> Stage.named(selector).flatMap(asset::highest))
        .orElseThrow(() -> missing(asset, selector));
  }

  private static Failure missing(Asset<?> asset, String selector) {
    return Failure.missing(
        "%s has no version, alias or stage %s".formatted(asset.name(), Problem.shorten(selector)),
        "list the versions of " + asset.name() + " first");
  }
}
