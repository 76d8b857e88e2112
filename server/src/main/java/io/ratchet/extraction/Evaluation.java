// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * How the fields of one answer compare with the gold of its document.
 *
 * @param fields those that either of them fills, in the order of the gold, then of the answer
 */
record Evaluation(List<Field> fields) {
  Evaluation {
    fields = List.copyOf(fields);
  }

  /** How a field compares. */
  enum Match {
    /** All of its values are right, and none is missing. */
    MATCH,
    /** Nothing wrong was found, but something right is missing. */
    MISSING,
    /** Something was found that is not right, in place of something that is missing. */
    WRONG,
    /** Nothing is missing, but something was found that is not right. */
    EXTRA;

    private final String word = name().toLowerCase(Locale.ROOT);

    String word() {
      return word;
    }
  }

  /**
   * One field.
   *
   * @param path names of the objects around it and its own, joined by dots
   * @param matched how many right values were found
   * @param missing right values that were not found
   * @param extra values that were found and are not right
   */
  record Field(String path, int matched, List<JsonNode> missing, List<JsonNode> extra) {
    Field {
      missing = List.copyOf(missing);
      extra = List.copyOf(extra);
    }

    Match match() {
      return extra.isEmpty()
          ? missing.isEmpty() ? Match.MATCH : Match.MISSING
          : missing.isEmpty() ? Match.EXTRA : Match.WRONG;
    }

    Counts counts() {
      return new Counts(matched, extra.size(), missing.size());
    }
  }

  /** Over all fields. */
  Counts counts() {
    return fields.stream().map(Field::counts).reduce(Counts.NONE, Counts::plus);
  }
}
