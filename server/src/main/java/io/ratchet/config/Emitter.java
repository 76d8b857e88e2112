// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes single values as YAML that reads back as the same text. */
final class Emitter {
  /** Texts that no reader of YAML takes for a number, a flag, a date or nothing. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/]([A-Za-z0-9_./:@*?=&+-]*[A-Za-z0-9_/])?|\\d+(\\.\\d+){2,}");

  private static final Pattern WORD = Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n");

  private Emitter() {}

  static String text(String text) {
    if (PLAIN.matcher(text).matches() && !WORD.matcher(text).matches()) {
      return text;
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "$${") + '"';
  }

  static String list(List<String> texts) {
    return texts.stream().map(Emitter::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
