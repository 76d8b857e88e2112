// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which parts of runs are answered.
 *
 * @param info all of what a run is; its id is answered always
 */
record Projection(boolean info, Part metrics, Part params, Part tags, boolean links) {
  static final Projection ALL = new Projection(true, Part.ALL, Part.ALL, Part.ALL, true);

  /**
   * Named texts or values of a run.
   *
   * @param keys which of them, where not all are wanted; none means that nothing is
   */
  record Part(boolean isWhole, Set<String> keys) {
    static final Part ALL = new Part(true, Set.of());
    static final Part NOTHING = new Part(false, Set.of());

    boolean isWanted() {
      return isWhole || !keys.isEmpty();
    }

    private Part with(String key) {
      Set<String> more = new LinkedHashSet<>(keys);
      more.add(key);
      return new Part(isWhole, more);
    }

    /** What to ask the store for; empty for all. */
    Set<String> wanted() {
      return isWhole ? Set.of() : keys;
    }
  }

  /** Reads names such as {@code info}, {@code metrics} and {@code params.depth}; none is all. */
  static Projection of(List<String> fields) {
    if (fields.isEmpty()) {
      return ALL;
    }
    Projection chosen = new Projection(false, Part.NOTHING, Part.NOTHING, Part.NOTHING, false);
    for (String field : fields) {
      chosen = chosen.with(field);
    }
    return chosen;
  }

  private Projection with(String field) {
    int dot = field.indexOf('.');
    String part = (dot < 0 ? field : field.substring(0, dot)).toLowerCase(Locale.ROOT);
    String key = dot < 0 ? "" : unquoted(field.substring(dot + 1));
    return switch (part) {
      case "info" -> new Projection(true, metrics, params, tags, links);
      case "metrics", "metric" -> new Projection(info, add(metrics, key), params, tags, links);
      case "params", "param" -> new Projection(info, metrics, add(params, key), tags, links);
      case "tags", "tag" -> new Projection(info, metrics, params, add(tags, key), links);
      case "inputs", "outputs" -> new Projection(info, metrics, params, tags, true);
      default ->
          throw Refusals.invalid(
              "Invalid field '"
                  + Problem.shorten(field)
                  + "'. Valid fields are info, metrics, params, tags, inputs, outputs, and single"
                  + " keys such as metrics.accuracy");
    };
  }

  private static Part add(Part part, String key) {
    return key.isEmpty() ? Part.ALL : part.with(key);
  }

  private static String unquoted(String key) {
    boolean isQuoted =
        key.length() > 1 && "`\"'".indexOf(key.charAt(0)) >= 0 && key.endsWith(key.substring(0, 1));
    return isQuoted ? key.substring(1, key.length() - 1) : key;
  }
}
