// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.WellFormed;
import io.ratchet.http.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run that somebody hands in as one object.
 *
 * @param group name of its group
 */
record RunEntry(String group, NewRun run) {
  private static final int NAME_LENGTH = 500;
  private static final int MOST = 1_000;
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,255}");

  static RunEntry read(Request request) {
    Fields in = request.fields();
    String id = in.text("run_id", 256);
    if (id != null && !ID.matcher(id).matches()) {
      in.problem("run_id", "must be letters, digits, dashes and underscores", id);
    }
    String group = text(in, "group");
    String name = text(in, "name");
    RunStatus status = in.choice("status", RunStatus.class);
    Instant start = in.instant("started_at");
    Instant end = in.instant("ended_at");
    long time = end == null ? 0 : Math.max(0, end.toEpochMilli());
    List<Metric> metrics = metrics(in, time);
    List<Param> params = new ArrayList<>();
    texts(in, "params").forEach(tag -> params.add(new Param(tag.key(), tag.value())));
    List<Tag> tags = texts(in, "tags");
    in.finish();
    NewRun run =
        new NewRun(
            request.project(),
            id,
            "",
            name,
            request.caller().name(),
            status == null ? RunStatus.FINISHED : status,
            start == null ? null : (Long) start.toEpochMilli(),
            end == null ? null : (Long) end.toEpochMilli(),
            null,
            metrics,
            params,
            tags);
    return new RunEntry(group == null ? "Default" : group, run);
  }

  private static @Nullable String text(Fields in, String field) {
    String text = in.text(field, NAME_LENGTH);
    if (text != null && (text.isBlank() || !WellFormed.is(text))) {
      in.problem(field, "must be a well-formed text that is not blank", text);
    }
    return text;
  }

  private static List<Metric> metrics(Fields in, long time) {
    List<Metric> metrics = new ArrayList<>();
    ObjectNode object = object(in, "metrics");
    if (object != null) {
      object
          .properties()
          .forEach(entry -> {
            JsonNode value = entry.getValue();
            if (check(in, "metrics", "Metric name", entry.getKey()) && value.isNumber()) {
              double number = Json.number(value);
              metrics.add(Metric.of(entry.getKey(), number, time, 0));
            } else if (!value.isNumber()) {
              in.problem("metrics." + Problem.shorten(entry.getKey()), "must be a number", value);
            }
          });
    }
    return metrics;
  }

  private static List<Tag> texts(Fields in, String field) {
    List<Tag> texts = new ArrayList<>();
    ObjectNode object = object(in, field);
    int length = field.equals("params") ? KeyPolicy.PARAM_LENGTH : KeyPolicy.TAG_LENGTH;
    if (object != null) {
      object
          .properties()
          .forEach(entry -> {
            JsonNode value = entry.getValue();
            if (!value.isString()) {
              in.problem(field + "." + Problem.shorten(entry.getKey()), "must be a text", value);
            } else if (check(in, field, "Key", entry.getKey())) {
              texts.add(new Tag(entry.getKey(), KeyPolicy.cut(value.stringValue(), length)));
            }
          });
    }
    return texts;
  }

  private static @Nullable ObjectNode object(Fields in, String field) {
    ObjectNode object = in.tree(field);
    if (object != null && object.size() > MOST) {
      in.problem(field, "must have at most " + MOST + " entries", object.size());
    }
    return object;
  }

  private static boolean check(Fields in, String field, String what, String key) {
    try {
      KeyPolicy.check(what, key, field);
      return true;
    } catch (Failure e) {
      in.problem(field, e.message(), key);
      return false;
    }
  }
}
