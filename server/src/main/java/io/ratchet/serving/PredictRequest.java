// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is asked of {@code /predict} and {@code /predict/batch}.
 *
 * @param rows at least one
 * @param experiment that must own the route; null where any may
 * @param version or alias that is to answer; null leaves it to the route
 * @param attributes that segment rules see beside the features
 */
record PredictRequest(
    List<Row> rows,
    @Nullable String experiment,
    @Nullable String model,
    @Nullable String version,
    ObjectNode attributes) {
  private static final int NAME_LENGTH = 128;
  private static final int USER_LENGTH = 256;

  /**
   * A row.
   *
   * @param path of its features in the request
   * @param user null where nobody is named
   */
  record Row(String path, JsonNode features, @Nullable String user) {
    /** What segment rules see of it. */
    Map<String, @Nullable Object> seen(ObjectNode attributes) {
      Map<String, @Nullable Object> seen = new HashMap<>();
      features.properties().forEach(one -> seen.put(one.getKey(), Json.value(one.getValue())));
      attributes.properties().forEach(one -> seen.put(one.getKey(), Json.value(one.getValue())));
      return seen;
    }
  }

  PredictRequest {
    rows = List.copyOf(rows);
  }

  static PredictRequest single(JsonNode body) {
    List<Problem> problems = new ArrayList<>();
    Fields in = Fields.of(body, "", problems);
    ObjectNode features = in.object("features");
    if (features == null && !in.has("features")) {
      in.problem("features", "is required: the features by name", null);
    }
    String user = named(in, "user_id", in.text("user_id", USER_LENGTH));
    Row row = new Row("features", features == null ? Json.object() : features, user);
    return rest(in, List.of(row), problems);
  }

  static PredictRequest batch(JsonNode body, int maxRows) {
    List<Problem> problems = new ArrayList<>();
    Fields in = Fields.of(body, "", problems);
    List<JsonNode> features = in.list("batch_features", maxRows);
    List<JsonNode> users = in.list("user_ids", maxRows);
    if (features.isEmpty() && problems.isEmpty()) {
      in.problem("batch_features", "is required: one object of features for each row", null);
    }
    if (in.has("user_ids") && users.size() != features.size() && problems.isEmpty()) {
      in.problem(
          "user_ids",
          "must have one entry for each of %d rows".formatted(features.size()),
          users.size());
    }
    List<Row> rows = new ArrayList<>(features.size());
    for (int i = 0; i < features.size(); i++) {
      JsonNode user = i < users.size() ? users.get(i) : null;
      rows.add(
          new Row(
              "batch_features[" + i + "]",
              features.get(i),
              user == null || user.isNull() ? null : user(in, i, user)));
    }
    return rest(in, rows, problems);
  }

  private static @Nullable String user(Fields in, int row, JsonNode user) {
    String name = "user_ids[" + row + "]";
    boolean text = user.isString() && user.stringValue().length() <= USER_LENGTH;
    if (!text || user.stringValue().indexOf('\0') >= 0) {
      in.problem(name, "must be a string of at most " + USER_LENGTH + " characters", user);
      return null;
    }
    return named(in, name, user.stringValue());
  }

  private static @Nullable String named(Fields in, String field, @Nullable String text) {
    if (text != null && text.isBlank()) {
      in.problem(field, "must not be blank", null);
    }
    return text;
  }

  private static PredictRequest rest(Fields in, List<Row> rows, List<Problem> problems) {
    String experiment = in.text("experiment_name", NAME_LENGTH);
    String model = in.text("model", NAME_LENGTH);
    String version = in.text("version", NAME_LENGTH);
    ObjectNode attributes = in.object("attributes");
    in.checkUnknown();
    Fields.refuse(problems);
    return new PredictRequest(
        rows, experiment, model, version, attributes == null ? Json.object() : attributes);
  }
}
