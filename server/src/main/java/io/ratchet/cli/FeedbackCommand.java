// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Adds a value to a call that is over: a label, a score, a thumbs-up. */
@Command(
    name = "feedback",
    description = "Adds a named value to a call that is over: a label, a score, a comment.",
    footer = {
      "",
      "Example: ratchet feedback 0192f0c4-6f5e-7c3a-9d21-5a1f3c7b8e90 accuracy 0.92",
      "A value that reads as a number, true or false is one; anything else is text."
    })
final class FeedbackCommand implements Callable<Integer> {
  @Mixin private final ServerOptions server;

  @Parameters(index = "0", paramLabel = "CALL_ID", description = "The call, as in calls list.")
  private String call = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "What the value is, as accuracy.")
  private String name = "";

  @Parameters(index = "2", paramLabel = "VALUE", description = "A number, true, false or text.")
  private String value = "";

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "When it was found, such as 2026-11-21T08:00:00Z (default: now).")
  private @Nullable String time;

  FeedbackCommand(Terminal terminal) {
    server = new ServerOptions(terminal);
  }

  @Override
  public Integer call() {
    ObjectNode feedback = Json.object().put("call_id", call).put("name", name);
    feedback.set("value", read(value));
    if (time != null) {
      feedback.put("time", time);
    }
    return server.run(
        connection -> connection.post("/api/feedback", feedback),
        answer ->
            "recorded %s = %s for call %s%s"
                .formatted(
                    name,
                    value,
                    call,
                    answer.path("unmatched").asInt(0) > 0
                        ? "\nno call has this id yet; the value joins it when it comes"
                        : ""));
  }

  private static JsonNode read(String text) {
    try {
      JsonNode node = Json.mapper().readTree(text);
      return node.isNumber() || node.isBoolean() ? node : Json.mapper().valueToTree(text);
    } catch (JacksonException e) {
      return Json.mapper().valueToTree(text); // not JSON: text, as written
    }
  }
}
