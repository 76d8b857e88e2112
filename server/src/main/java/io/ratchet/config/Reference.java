// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the reference of all keys as Markdown, from what the readers declared. */
final class Reference {
  private static final String HEAD =
      """
      # Configuration

      Ratchet reads `ratchet.yaml` in the working directory, or the file that `--config` or
      `RATCHET_CONFIG` names. A start without a file works: everything below has a default.

      Later places stand over earlier ones:

      1. the defaults
      2. the file
      3. its section named after the profile, such as `production:`
      4. the file of the profile beside it, such as `ratchet-production.yaml`
      5. environment variables, named after the key: `RATCHET_SERVER_PORT` is `server.port`
      6. flags

      `--profile` or `RATCHET_PROFILE` names the profile. Sections merge key by key; values and
      lists are replaced. A key without a value, or with `null`, means its default.

      `${NAME}` in a value of a file is replaced by the environment variable, `${NAME:-default}` by
      the default where it is not set or empty, and `$${` stands for the two characters. A secret
      whose variable is not set counts as not written; for any other key that is a fault.

      Durations carry a unit: `ms`, `s`, `m`, `h`, `d`, also combined as in `1h30m`. Sizes carry one
      too: `B`, `KiB`, `MiB`, `GiB`, `TiB`, or `KB`, `MB`, `GB`, `TB` for powers of a thousand.
      Lists in variables are separated by commas. An empty variable counts as not set.

      A key, variable or value that is not in these tables stops the start; all faults are reported
      at once with file, line and column. Anchors, aliases, tags and merge keys of YAML are not
      read. `ratchet config check` tries a configuration, `ratchet config show` prints the one in
      effect with the origin of each value, secrets hidden.

      The sections `monitoring`, `retraining` and `ab_testing` and the two switches of `serving` are
      those of the DuetMind production guide and mean what it says. `ab_testing` holds for every
      experiment that does not say otherwise; the others are checked by this release, which does not
      act on them yet.

      This page is generated from the code that reads the keys.
      """;

  private Reference() {}

  static String of(Ledger ledger) {
    StringBuilder page = new StringBuilder(HEAD);
    table(page, "", ledger.keys());
    for (String section : ledger.sections()) {
      if (Key.parent(section).isEmpty()) {
        Map<String, List<Key>> parts = new LinkedHashMap<>();
        for (Key key : ledger.keys()) {
          if (key.path().startsWith(section + ".")) {
            parts.computeIfAbsent(Key.parent(key.path()), p -> new ArrayList<>()).add(key);
          }
        }
        parts.forEach((part, keys) -> table(page, part, keys));
      }
    }
    return page.toString();
  }

  private static void table(StringBuilder page, String section, Collection<Key> keys) {
    page.append("\n## ").append(section.isEmpty() ? "Top level" : "`" + section + "`");
    page.append("\n\n| key | type | default | limits | environment variable | meaning |\n");
    page.append("|---|---|---|---|---|---|\n");
    keys.stream()
        .filter(key -> Key.parent(key.path()).equals(section))
        .map(Reference::row)
        .forEach(page::append);
  }

  private static String row(Key key) {
    return "| `%s` | %s | %s | %s | `%s` | %s |\n"
        .formatted(
            Key.name(key.path()),
            key.type(),
            key.absent() == null ? "" : "`" + key.absent() + "`",
            key.limits(),
            key.variable(),
            key.meaning().replace("|", "\\|"));
  }
}
