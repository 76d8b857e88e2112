// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What narrows figures: one comparison such as {@code trace.tag.env = 'prod'}, by equality only.
 */
final class MetricFilter {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*(trace|span|assessment)\\.(\\w+)"
              + "(?:\\.(?:`([^`]+)`|\"([^\"]+)\"|([^\\s='\"`]+)))?"
              + "\\s*=\\s*(?:'([^']*)'|\"([^\"]*)\")\\s*");

  private MetricFilter() {}

  /**
   * A condition in SQL.
   *
   * @param name what the names of the bindings begin with
   * @param bindings gets what the condition needs
   */
  static String sql(MetricView view, String text, String name, Map<String, Object> bindings) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw Refusals.invalid(
          "Invalid filter '%s': expected a comparison such as trace.status = 'OK'"
              .formatted(Problem.shorten(text)));
    }
    String key = first(parts, 3, 4, 5);
    String value = first(parts, 6, 7);
    bindings.put(name + "v", value);
    String column = parts.group(1) + "." + parts.group(2).toLowerCase(Locale.ROOT);
    MetricView of =
        switch (parts.group(1)) {
          case "span" -> MetricView.SPANS;
          case "assessment" -> MetricView.ASSESSMENTS;
          default -> MetricView.TRACES;
        };
    if (of != MetricView.TRACES && of != view) {
      throw Refusals.invalid(
          "Filtering by %s is only supported for %s view type, got %s"
              .formatted(parts.group(1), of, view));
    }
    boolean isKeyed = column.equals("trace.tag") || column.equals("trace.metadata");
    if (isKeyed == key.isEmpty()) {
      throw unknown(text);
    }
    bindings.put(name + "v", column.equals("assessment.type") ? upper(value) : value);
    if (isKeyed) {
      bindings.put(name + "k", key);
      return "EXISTS (SELECT 1 FROM %s x WHERE x.trace_id = t.id AND x.key = :%sk"
              .formatted(column.replace('.', '_'), name)
          + " AND x.value = :%sv)".formatted(name);
    }
    String sql =
        switch (column) {
          case "trace.status" -> "t.state";
          case "span.name" -> "s.name";
          case "span.status" -> "s.status";
          case "span.type" -> "s.type";
          case "assessment.name" -> "a.name";
          case "assessment.type" -> "a.kind";
          default -> throw unknown(text);
        };
    return sql + " = :" + name + "v";
  }

  private static String upper(String value) {
    return value.toUpperCase(Locale.ROOT);
  }

  private static String first(Matcher parts, int... groups) {
    for (int group : groups) {
      if (parts.group(group) != null) {
        return parts.group(group);
      }
    }
    return "";
  }

  private static RuntimeException unknown(String text) {
    return Refusals.invalid(
        "Invalid filter '%s': known are trace.status, trace.tag.KEY, trace.metadata.KEY, span.name,"
                .formatted(Problem.shorten(text))
            + " span.type, span.status, assessment.name and assessment.type");
  }
}
