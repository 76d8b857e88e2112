// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.search.Column;
import io.ratchet.search.Columns;
import io.ratchet.search.Key;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of a search are kept, over a trace {@code t}.
 *
 * @param isWalk whether traces are gone through until a page is full, not all of them
 */
record TraceColumns(boolean isWalk) implements Columns {
  private static final String ATTRIBUTES = "attributes.";

  /** Longer values are in no index of values. */
  static final int INDEXED = 200;

  /**
   * Rows {@code x} of a table that belong to traces.
   *
   * @param which a condition with {@code {key}} for the name of the key
   * @param value what is compared
   * @param indexed how the index of values says what is in it; null where there is no such index
   */
  record Place(String table, String which, String value, @Nullable String indexed) {
    static Place ofValues(String table, String which) {
      return new Place(table, which, "x.value", " AND length(x.value) <= " + INDEXED);
    }

    static Place indexed(String table, String value) {
      return new Place(table, "1 = 1", value, "");
    }

    /**
     * A condition on one trace.
     *
     * @param oneByOne whether an engine is to ask for each trace, rather than for all of them first
     */
    Column each(boolean oneByOne) {
      return new Column.Rows(
          "EXISTS (SELECT 1 FROM %s x WHERE x.trace_id = t.id AND %s AND {test}%s)"
              .formatted(table, which, oneByOne ? " LIMIT 1 OFFSET 0" : ""),
          value);
    }

    /**
     * The traces of the rows that fulfil a comparison, by the index of values.
     *
     * @param ranges where in the index to look
     * @param alsoLong whether values that are in no index may fulfil it
     */
    String rows(List<String> ranges, boolean alsoLong) {
      String from = "SELECT x.trace_id FROM " + table + " x WHERE " + which;
      List<String> parts = new ArrayList<>();
      ranges.forEach(range -> parts.add(from + indexed + " AND " + range + " AND {test}"));
      if (alsoLong) {
        parts.add(from + " AND length(x.value) > " + INDEXED + " AND {test}");
      }
      return String.join(" UNION ALL ", parts);
    }
  }

  @Override
  public Column column(Key key) {
    Place place = place(key);
    if (place != null) {
      return place.each(isWalk);
    }
    return new Column.Scalar(
        switch (key.name()) {
          case "request_id" -> "t.id";
          case "timestamp_ms" -> "t.started_at";
          case "execution_time_ms" -> "t.duration";
          case "end_time_ms" -> "(t.started_at + t.duration)";
          case "status" -> "t.state";
          case "client_request_id" -> "t.client_request_id";
          case "name" -> "t.name";
          case "text" ->
              "(COALESCE(t.request_preview, '') || ' ' || COALESCE(t.response_preview, ''))";
          default -> throw new IllegalArgumentException(key.toString());
        });
  }

  /** The rows that hold a key; null where it is a column of the trace. */
  static @Nullable Place place(Key key) {
    return switch (key.kind()) {
      case TAG -> Place.ofValues("trace_tag", "x.key = {key}");
      case METADATA -> Place.ofValues("trace_metadata", "x.key = {key}");
      case SPAN -> span(key);
      case FEEDBACK -> assessment("FEEDBACK", "x.name = {key}");
      case EXPECTATION -> assessment("EXPECTATION", "x.name = {key}");
      case ISSUE -> assessment("ISSUE", "1 = 1");
      case ATTRIBUTE ->
          switch (key.name()) {
            case "run_id" -> Place.indexed("trace_run", "x.run_id");
            case "prompt" -> Place.indexed("trace_prompt", "x.prompt");
            default -> null;
          };
      case METRIC, PARAMETER, DATASET -> throw new IllegalArgumentException(key.toString());
    };
  }

  private static Place span(Key key) {
    return switch (key.name()) {
      case "name" -> Place.indexed("trace_span", "x.name");
      case "type" -> Place.indexed("trace_span", "x.type");
      case "status" -> new Place("trace_span", "1 = 1", "x.status", null);
      case "content" -> new Place("trace_span_attribute", "1 = 1", "x.value", null);
      default ->
          Place.ofValues(
              "trace_span_attribute", "x.key = SUBSTR({key}, " + (ATTRIBUTES.length() + 1) + ")");
    };
  }

  private static Place assessment(String kind, String named) {
    return new Place(
        "trace_assessment", "x.kind = '" + kind + "' AND " + named, "COALESCE(x.value, '')", null);
  }
}
