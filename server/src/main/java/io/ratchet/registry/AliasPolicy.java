// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.util.regex.Pattern;

/** What an alias may be called: a word that can be taken for nothing else after an {@code @}. */
final class AliasPolicy {
  private static final Pattern WORD = Pattern.compile("(?!\\d+$)[A-Za-z0-9_][A-Za-z0-9._-]{0,254}");

  private AliasPolicy() {}

  /** Refuses a word that cannot be an alias. */
  static void check(String alias) {
    if (alias.equalsIgnoreCase(Asset.CHAMPION)) {
      throw Failure.conflict(
          "champion is a view of the route and cannot be set",
          "put the version into production with POST .../versions/VERSION/stage");
    }
    if (alias.equalsIgnoreCase(Asset.LATEST)) {
      throw Failure.conflict(
          "latest is always the highest release and cannot be set", "choose another alias");
    }
    if (!WORD.matcher(alias).matches()
        || Semver.find(alias).isPresent()
        || Stage.named(alias).isPresent()) {
      throw Failure.invalid(
          "not an alias: " + Problem.shorten(alias),
          "use 1 to 255 letters, digits, dots, - and _ that are neither a version, a number nor a stage");
    }
  }
}
