// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reports what is written and nobody reads, with the name that was probably meant. */
final class Unknown {
  private final Settings settings;
  private final Ledger ledger;

  Unknown(Settings settings) {
    this.settings = settings;
    this.ledger = settings.ledger();
  }

  /** Adds the keys of a section, and of those inside it, that nobody read. */
  void addKeys(String section, Node.Mapping mapping) {
    mapping.entries().forEach((name, entry) -> addKey(section, name, entry));
  }

  private void addKey(String section, String name, Node.Entry entry) {
    String path = Key.join(section, name);
    boolean dotted = name.contains(".");
    boolean profile = section.isEmpty() && settings.isProfile(name, entry.value());
    if (profile || (!dotted && (ledger.isKey(path) || ledger.isOpen(path)))) {
      return;
    }
    if (dotted || !ledger.isSection(path)) {
      settings.faults().add(entry.key(), describe(section, name, path));
    } else if (entry.value() instanceof Node.Mapping inner) {
      addKeys(path, inner);
    }
  }

  private String describe(String section, String name, String path) {
    String successor = ledger.removed().get(path);
    if (successor != null) {
      return path + " was removed; write " + successor;
    }
    if (name.contains(".")) {
      return "unknown key "
          + path
          + "; keys are nested: write "
          + name.replace(".", ": {")
          + ": ..."
          + "}".repeat(name.split("\\.", -1).length - 1);
    }
    String meant = meant(section, name);
    if (meant != null) {
      return "unknown key " + path + "; did you mean " + meant + "?";
    }
    String where = section.isEmpty() ? "the sections are " : section + " has ";
    return "unknown key " + path + "; " + where + String.join(", ", ledger.children(section));
  }

  private @Nullable String meant(String section, String name) {
    String sibling = Nearest.of(name, ledger.children(section));
    if (sibling != null) {
      return Key.join(section, sibling);
    }
    return ledger.paths().stream()
        .filter(path -> Key.name(path).equals(name))
        .sorted()
        .findFirst()
        .orElse(null);
  }

  /** Adds the variables RATCHET_... of a section that no key is read from. */
  void addVariables(String section) {
    String prefix = section.isEmpty() ? Key.PREFIX : Key.variable(section) + "_";
    Map<String, String> known = new TreeMap<>();
    ledger.paths().forEach(path -> known.put(Key.variable(path), path));
    Variables.RESERVED.forEach(name -> known.put(name, name));
    for (String name : new TreeSet<>(settings.sources().environment().keySet())) {
      boolean open =
          ledger.openSections().stream().anyMatch(o -> name.startsWith(Key.variable(o) + "_"));
      if (name.startsWith(prefix) && !known.containsKey(name) && !open) {
        settings.faults().add(new Origin.Environment(name), describeVariable(name, known));
      }
    }
  }

  private String describeVariable(String name, Map<String, String> known) {
    for (Map.Entry<String, String> removed : ledger.removed().entrySet()) {
      if (Key.variable(removed.getKey()).equals(name)) {
        return removed.getKey() + " was removed; set " + Key.variable(removed.getValue());
      }
    }
    String bare = name.substring(Key.PREFIX.length());
    String meant =
        known.entrySet().stream()
            .filter(entry -> Key.name(entry.getValue()).equalsIgnoreCase(bare))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseGet(() -> near(bare, known.keySet()));
    return meant == null
        ? "stands for no key; unset it, or see `ratchet config show` for the keys"
        : "stands for no key; did you mean " + meant + "?";
  }

  /** Compares without the prefix, which is always right and would hide that the rest is not. */
  private static @Nullable String near(String bare, Set<String> variables) {
    List<String> names =
        variables.stream().map(name -> name.substring(Key.PREFIX.length())).toList();
    String nearest = Nearest.of(bare, names);
    return nearest == null ? null : Key.PREFIX + nearest;
  }

  /** Adds the flags that no key is read from. */
  void addFlags() {
    List<String> paths = new ArrayList<>(ledger.paths());
    for (String path : new TreeSet<>(settings.sources().flags().keySet())) {
      boolean open = ledger.openSections().stream().anyMatch(o -> path.startsWith(o + "."));
      if (!ledger.isKey(path) && !open) {
        String successor = ledger.removed().get(path);
        String meant = Nearest.of(path, paths);
        String message =
            successor != null
                ? path + " was removed; write " + successor
                : "unknown key " + path + (meant == null ? "" : "; did you mean " + meant + "?");
        settings.faults().add(new Origin.CommandLine(), message);
      }
    }
  }
}
