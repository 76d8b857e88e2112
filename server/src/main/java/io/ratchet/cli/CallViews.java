// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Calls as text. */
final class CallViews {
  /** Shown below the facts of a call, since they are long. */
  private static final Set<String> LONG = Set.of("request", "response", "feedback", "bodies");

  private CallViews() {}

  static String list(JsonNode answer) {
    Table table =
        new Table("id", "time", "served by", "result", "latency", "in", "out", "cost", "complete");
    for (JsonNode call : answer.path("calls")) {
      table.row(
          call.path("id"),
          PromptViews.moment(call.path("time")),
          server(call),
          result(call),
          Figures.millis(call.path("latency_ms")),
          Figures.count(call.path("input_tokens")),
          Figures.count(call.path("output_tokens")),
          Figures.dollars(call.path("cost_usd")),
          Figures.percent(call.path("completeness")));
    }
    return table.isEmpty() ? "no calls" : table + PageOptions.more(answer);
  }

  /** A version, or the model of a request that was passed through. */
  private static String server(JsonNode call) {
    boolean isVersion = call.path("version").isString();
    JsonNode first = call.path(isVersion ? "asset" : "provider");
    JsonNode last = call.path(isVersion ? "version" : "model");
    return first.isString()
        ? first.stringValue() + (isVersion ? "@" : "/") + Table.text(last)
        : Table.text(last);
  }

  private static String result(JsonNode call) {
    JsonNode success = call.path("success");
    if (success.isBoolean() && success.booleanValue()) {
      return "ok";
    }
    String error = call.path("error_type").asString("");
    return error.isEmpty() ? success.isBoolean() ? "failed" : "interrupted" : error;
  }

  /** One call in a line of its own, in columns that most values fit. */
  static String line(JsonNode call) {
    return String.format(
            Locale.ROOT,
            "%s  %-24s  %-16s  %9s  %6s in  %5s out  %9s  %s",
            PromptViews.moment(call.path("time")),
            server(call),
            result(call),
            cell(Figures.millis(call.path("latency_ms"))),
            cell(Figures.count(call.path("input_tokens"))),
            cell(Figures.count(call.path("output_tokens"))),
            cell(Figures.dollars(call.path("cost_usd"))),
            Table.text(call.path("id")))
        .stripTrailing();
  }

  private static String cell(@Nullable String value) {
    return Table.text(value);
  }

  static String one(JsonNode call) {
    Facts facts = new Facts();
    call.properties().stream()
        .filter(field -> !LONG.contains(field.getKey()))
        .filter(field -> !field.getValue().isContainer() || !field.getValue().isEmpty())
        .forEach(field -> facts.add(field.getKey().replace('_', ' '), field.getValue()));
    StringBuilder text = new StringBuilder(facts.toString());
    feedback(call.path("feedback"), text);
    for (String body : new String[] {"request", "response"}) {
      JsonNode content = call.path(body);
      if (!content.isMissingNode() && !content.isNull()) {
        text.append('\n').append(body).append(":\n").append(BodyView.of(content)).append('\n');
      }
    }
    return text.toString();
  }

  private static void feedback(JsonNode feedback, StringBuilder text) {
    if (!feedback.isEmpty()) {
      Table table = new Table("feedback", "value", "time");
      feedback.forEach(value ->
          table.row(
              value.path("name"), value.path("value"), PromptViews.moment(value.path("time"))));
      text.append('\n').append(table);
    }
  }
}
