// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

/** Writes the effective configuration as YAML that can be read again. */
final class Show {
  private static final int COMMENT_COLUMN = 48;

  private final Ledger ledger;
  private final StringBuilder yaml = new StringBuilder();

  private Show(Ledger ledger) {
    this.ledger = ledger;
  }

  static String of(Settings settings) {
    Show show = new Show(settings.ledger());
    show.yaml.append("# The configuration in effect. A value without a comment is a default.\n");
    settings
        .otherProfiles()
        .forEach((profile, origin) ->
            show.yaml.append(
                "# Not in effect: the section %s (%s); --profile %s brings it in.\n"
                    .formatted(profile, origin.brief(), profile)));
    show.section("");
    return show.yaml.toString();
  }

  /** The keys of a section before its sections, or they would end up inside of the last one. */
  private void section(String section) {
    ledger.effective().stream()
        .filter(value -> Key.parent(value.path()).equals(section))
        .forEach(this::line);
    for (String inner : ledger.sections()) {
      if (Key.parent(inner).equals(section)) {
        yaml.append(indent(inner)).append(Key.name(inner)).append(":\n");
        section(inner);
      }
    }
  }

  private void line(Ledger.Effective value) {
    String line = indent(value.path()) + Key.name(value.path()) + ": " + value.yaml();
    yaml.append(line);
    String comment = comment(value);
    if (!comment.isEmpty()) {
      yaml.repeat(' ', Math.max(2, COMMENT_COLUMN - line.length())).append("# ").append(comment);
    }
    yaml.append('\n');
  }

  private String comment(Ledger.Effective value) {
    Origin origin = value.origin();
    if (origin != null) {
      return origin.brief();
    }
    String variable = ledger.awaited(value.path());
    return variable == null ? "" : variable + " is not set";
  }

  private static String indent(String path) {
    return "  ".repeat((int) path.chars().filter(c -> c == '.').count());
  }
}
