// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import io.ratchet.registry.Stage;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What MLflow's registry takes for a name, an alias, a tag and a source. */
final class NamePolicy {
  private static final int NAME_LENGTH = 256;
  private static final int ALIAS_LENGTH = 255;
  private static final int KEY_LENGTH = 250;
  private static final int VALUE_LENGTH = 100_000;
  private static final int TAGS = 1_000;

  /** Words that stand in the place of a name in our own paths about assets. */
  private static final Set<String> TAKEN =
      Set.of(
          "versions",
          "reload",
          "batch",
          "route",
          "rollback",
          "aliases",
          "compare",
          "diff",
          ".",
          "..",
          "artifacts");

  private static final Pattern ALIAS = Pattern.compile("[\\w-]*");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern VERSION_ALIAS = Pattern.compile("[vV]\\d+");

  private NamePolicy() {}

  static void checkName(String name) {
    if (name.isBlank()) {
      throw Refusals.invalid("Registered model name cannot be empty.");
    }
    if (name.indexOf('/') >= 0 || name.indexOf(':') >= 0) {
      throw Refusals.invalid("Invalid model name '" + name + "'. Names cannot contain '/' or ':'.");
    }
    boolean odd = name.chars().anyMatch(c -> c < ' ' || c == 127 || c == '@' || c == '\\');
    if (odd || name.length() > NAME_LENGTH || !name.equals(name.strip()) || TAKEN.contains(name)) {
      throw Refusals.invalid(
          "Invalid model name '%s'. Names have at most %d characters, no '@', '\\' or control characters, no blanks around them, and are none of %s."
              .formatted(Problem.shorten(name), NAME_LENGTH, TAKEN.stream().sorted().toList()));
    }
  }

  /** Refuses what cannot be set as an alias. */
  static void checkAlias(String alias) {
    if (alias.length() > ALIAS_LENGTH) {
      throw Refusals.invalid(
          "Registered model alias name cannot be longer than " + ALIAS_LENGTH + " characters");
    }
    if (alias.isEmpty() || !ALIAS.matcher(alias).matches()) {
      throw Refusals.invalid(
          "Invalid alias name: '%s'. Names may only contain alphanumerics, underscores (_), and dashes (-)."
              .formatted(Problem.shorten(alias)));
    }
    if (alias.toLowerCase(Locale.ROOT).equals("latest")) {
      throw Refusals.invalid("'latest' alias name (case insensitive) is reserved.");
    }
    if (VERSION_ALIAS.matcher(alias).matches()) {
      throw Refusals.invalid("Version alias name '" + alias + "' is reserved.");
    }
    if (NUMBER.matcher(alias).matches() || alias.startsWith("-")) {
      throw Refusals.invalid(
          "Invalid alias name: '%s'. It begins with a letter and is no number."
              .formatted(Problem.shorten(alias)));
    }
    if (Stage.named(alias).filter(s -> s == Stage.DEV || s == Stage.ARCHIVED).isPresent()) {
      throw Refusals.invalid("'" + alias + "' is the name of a stage and cannot be an alias.");
    }
  }

  static void checkTag(String key, String value) {
    if (key.length() > KEY_LENGTH) {
      throw Refusals.invalid(
          "'Registered model key' exceeds the maximum length of " + KEY_LENGTH + " characters");
    }
    if (value.length() > VALUE_LENGTH) {
      throw Refusals.invalid(
          "'Registered model value' exceeds the maximum length of " + VALUE_LENGTH + " characters");
    }
  }

  static void checkTags(Map<String, String> tags) {
    if (tags.size() > TAGS) {
      throw Refusals.invalid("There are %d tags, at most %d may be".formatted(tags.size(), TAGS));
    }
    tags.forEach(NamePolicy::checkTag);
  }

  /** Tags with one more, or another value of one. */
  static Map<String, String> with(Map<String, String> tags, String key, String value) {
    Map<String, String> changed = new TreeMap<>(tags);
    changed.put(key, value);
    checkTags(changed);
    return changed;
  }

  /** Tags without one. */
  static Map<String, String> without(Map<String, String> tags, String key) {
    Map<String, String> changed = new TreeMap<>(tags);
    changed.remove(key);
    return changed;
  }

  /** The number that a text names. */
  static long number(String text) {
    return find(text)
        .orElseThrow(() ->
            Refusals.invalid(
                "Parameter 'version' must be an integer, got '" + Problem.shorten(text) + "'."));
  }

  static Optional<Long> find(String text) {
    return NUMBER.matcher(text).matches() && text.length() <= 18
        ? Optional.of(Long.valueOf(text))
        : Optional.empty();
  }

  static Failure missing(String name) {
    return Refusals.missing("Registered Model with name=" + Problem.shorten(name) + " not found");
  }

  static Failure missing(String name, String number) {
    return Refusals.missing(
        "Model Version (name=%s, version=%s) not found"
            .formatted(Problem.shorten(name), Problem.shorten(number)));
  }
}
