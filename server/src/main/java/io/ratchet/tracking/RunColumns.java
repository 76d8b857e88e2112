// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.search.Column;
import io.ratchet.search.Key;
import io.ratchet.search.SortColumn;

/** Where what a search of runs names is found; {@code r} is the run. */
final class RunColumns {
  /** How much of a text the indexes hold. */
  static final String BEGIN = "substr(%s, 1, 64)";

  private static final String STATUS =
      "CASE r.status WHEN 1 THEN 'RUNNING' WHEN 2 THEN 'SCHEDULED' WHEN 3 THEN 'FINISHED'"
          + " WHEN 4 THEN 'FAILED' ELSE 'KILLED' END";

  private RunColumns() {}

  /** For a filter. */
  static Column filter(Key key) {
    return switch (key.kind()) {
      case ATTRIBUTE -> new Column.Scalar(attribute(key));
      case METRIC -> rows("run_metric", "f.is_nan = 1");
      case PARAMETER -> rows("run_param", null);
      case TAG -> rows("run_tag", null);
      case DATASET -> input(key);
      case METADATA, SPAN, FEEDBACK, EXPECTATION, ISSUE -> throw unknown(key);
    };
  }

  private static Column rows(String table, @org.jspecify.annotations.Nullable String nan) {
    return new Column.Rows(
        "EXISTS (SELECT 1 FROM "
            + table
            + " f WHERE f.run = r.number AND f.key = {key} AND {test})",
        "f.value",
        nan);
  }

  private static Column input(Key key) {
    return switch (key.name()) {
      case "name", "digest" ->
          new Column.Rows(
              "EXISTS (SELECT 1 FROM run_input i JOIN input_dataset f ON f.number = i.dataset"
                  + " WHERE i.run = r.number AND {test})",
              "f." + key.name());
      case "context" ->
          new Column.Rows(
              "EXISTS (SELECT 1 FROM run_input_tag f WHERE f.run = r.number"
                  + " AND f.key = 'mlflow.data.context' AND {test})",
              "f.value");
      default -> throw unknown(key);
    };
  }

  /** For an order. */
  static SortColumn sort(Key key) {
    return switch (key.kind()) {
      case ATTRIBUTE -> new SortColumn(attribute(key));
      case METRIC ->
          new SortColumn(
              value("run_metric"),
              "(SELECT s.is_nan FROM run_metric s WHERE s.run = r.number AND s.key = {key}) = 1");
      case PARAMETER -> new SortColumn(value("run_param"));
      case TAG -> new SortColumn(value("run_tag"));
      case DATASET, METADATA, SPAN, FEEDBACK, EXPECTATION, ISSUE -> throw unknown(key);
    };
  }

  private static String value(String table) {
    return "(SELECT s.value FROM " + table + " s WHERE s.run = r.number AND s.key = {key})";
  }

  private static String attribute(Key key) {
    return switch (key.name()) {
      case "run_id" -> "r.id";
      case "run_name" -> "r.name";
      case "status" -> STATUS;
      case "user_id" -> "r.user_id";
      case "artifact_uri" -> "r.artifact_uri";
      case "start_time" -> "r.start_time";
      case "end_time" -> "r.end_time";
      default -> throw unknown(key);
    };
  }

  static boolean isText(Key key) {
    return switch (key.kind()) {
      case ATTRIBUTE -> !key.name().endsWith("_time");
      case METRIC -> false;
      case PARAMETER, TAG, DATASET, METADATA, SPAN, FEEDBACK, EXPECTATION, ISSUE -> true;
    };
  }

  private static IllegalArgumentException unknown(Key key) {
    return new IllegalArgumentException("not a key of runs: " + key);
  }
}
