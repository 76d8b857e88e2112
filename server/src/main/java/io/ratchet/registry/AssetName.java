// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What an asset may be called: a word that needs no escaping in a path, a file name or a URL. */
final class AssetName {
  static final int MAX_LENGTH = 128;

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /** Words that stand in the place of a name in the paths about an asset without a name. */
  private static final Set<String> TAKEN =
      Set.of(
          "versions",
          "reload",
          "batch",
          "route",
          "rollback",
          "aliases",
          "history",
          "compare",
          "diff");

  private AssetName() {}

  /** What is wrong with a name, or empty. */
  static Optional<String> fault(String name) {
    if (!WORD.matcher(name).matches()) {
      return Optional.of(
          "must be 1 to 128 letters, digits, dots, - and _, a letter or digit first");
    }
    return TAKEN.contains(name)
        ? Optional.of("cannot be " + name + ": paths use it")
        : Optional.empty();
  }
}
