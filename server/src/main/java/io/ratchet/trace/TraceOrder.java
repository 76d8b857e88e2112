// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Json;
import io.ratchet.mlflow.Refusals;
import io.ratchet.search.Key;
import io.ratchet.search.Kind;
import io.ratchet.search.Ordering;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The order of a search as SQL, and the place in it where a page ends: the values by which its last
 * trace was ordered. What has no value comes last; ids settle what is equal.
 */
final class TraceOrder {
  private static final Ordering LATEST_FIRST =
      new Ordering(List.of(new Ordering.Term(new Key(Kind.ATTRIBUTE, "timestamp_ms"), false)));

  /** One term. */
  private record Part(String sql, boolean isNumber, boolean isOptional, boolean ascending) {
    String sign() {
      return ascending ? " > " : " < ";
    }
  }

  private final List<Part> parts;

  TraceOrder(Ordering ordering) {
    Ordering asked = ordering.terms().isEmpty() ? LATEST_FIRST : ordering;
    List<Part> terms = new ArrayList<>();
    asked.terms().forEach(term -> terms.add(part(term)));
    terms.add(new Part("t.id", false, false, asked.terms().getLast().ascending()));
    this.parts = List.copyOf(terms);
  }

  private static Part part(Ordering.Term term) {
    if (term.key().kind() == Kind.TAG) {
      throw Refusals.invalid("Traces cannot be ordered by tags: '" + term.key() + "'");
    }
    boolean up = term.ascending();
    return switch (term.key().name()) {
      case "request_id" -> new Part("t.id", false, false, up);
      case "timestamp_ms" -> new Part("t.started_at", true, false, up);
      case "execution_time_ms" -> new Part("t.duration", true, true, up);
      case "end_time_ms" -> new Part("(t.started_at + t.duration)", true, true, up);
      case "status" -> new Part("t.state", false, false, up);
      case "client_request_id" -> new Part("t.client_request_id", false, true, up);
      case "name" -> new Part("t.name", false, true, up);
      case "experiment_id" -> new Part("t.run_group", false, false, up);
      case "run_id" ->
          new Part(
              "(SELECT MIN(o.run_id) FROM trace_run o WHERE o.trace_id = t.id)", false, true, up);
      default -> throw new IllegalArgumentException(term.key().toString());
    };
  }

  /** The values that a row is ordered by, for behind SELECT. */
  String columns() {
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      columns.append(i == 0 ? "" : ", ").append(parts.get(i).sql()).append(" AS o").append(i);
    }
    return columns.toString();
  }

  /** For behind ORDER BY. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append(text.isEmpty() ? "" : ", ");
      if (part.isOptional()) {
        text.append("CASE WHEN ").append(part.sql()).append(" IS NULL THEN 1 ELSE 0 END, ");
      }
      text.append(part.sql()).append(part.ascending() ? " ASC" : " DESC");
    }
    return text.toString();
  }

  /** The place of a row. */
  String place(ResultSet row) throws SQLException {
    ArrayNode place = Json.array();
    for (int i = 0; i < parts.size(); i++) {
      if (row.getObject("o" + i) == null) {
        place.addNull();
      } else if (parts.get(i).isNumber()) {
        place.add(row.getLong("o" + i));
      } else {
        place.add(row.getString("o" + i));
      }
    }
    return Json.text(place);
  }

  /**
   * What is behind a place.
   *
   * @param place null for everything
   * @param bindings gets what the condition needs
   */
  String after(@Nullable String place, Map<String, Object> bindings) {
    if (place == null) {
      return "1 = 1";
    }
    List<@Nullable Object> values = values(place);
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (value != null) {
        bindings.put("after" + i, value);
      }
    }
    return isPlain() ? together() : chain(values);
  }

  /** Whether one comparison of all terms at once says it, which an index can follow. */
  private boolean isPlain() {
    return parts.stream()
        .allMatch(p -> !p.isOptional() && p.ascending() == parts.getLast().ascending());
  }

  private String together() {
    StringBuilder terms = new StringBuilder();
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      terms.append(i == 0 ? "" : ", ").append(parts.get(i).sql());
      names.append(i == 0 ? "" : ", ").append(":after").append(i);
    }
    return "(" + terms + ")" + parts.getLast().sign() + "(" + names + ")";
  }

  private String chain(List<@Nullable Object> values) {
    List<String> ways = new ArrayList<>();
    StringBuilder equal = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      String name = ":after" + i;
      if (values.get(i) != null) {
        String beyond = part.sql() + part.sign() + name;
        ways.add(
            equal
                + (part.isOptional() ? "(" + beyond + " OR " + part.sql() + " IS NULL)" : beyond));
        equal.append(part.sql()).append(" = ").append(name).append(" AND ");
      } else {
        equal.append(part.sql()).append(" IS NULL AND ");
      }
    }
    return "((" + String.join(") OR (", ways) + "))";
  }

  private List<@Nullable Object> values(String place) {
    JsonNode values = parsed(place);
    if (values == null || !values.isArray() || values.size() != parts.size()) {
      throw Refusals.pageToken();
    }
    List<@Nullable Object> read = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      read.add(value(parts.get(i), values.get(i)));
    }
    return read;
  }

  private static @Nullable Object value(Part part, JsonNode value) {
    if (value.isNull() && part.isOptional()) {
      return null;
    }
    if (part.isNumber() && value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    if (!part.isNumber() && value.isString()) {
      return Texts.wellFormed("page_token", value.stringValue());
    }
    throw Refusals.pageToken();
  }

  private static @Nullable JsonNode parsed(String place) {
    try {
      return Json.parse(place);
    } catch (JacksonException e) {
      return null;
    }
  }
}
