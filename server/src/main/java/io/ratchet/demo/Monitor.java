// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import io.ratchet.base.Pause;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** Watches the verdict form, and says every few seconds how far it is. */
final class Monitor {
  private static final Duration PACE = Duration.ofSeconds(4);
  private static final double POINTS = 100;

  private final Workflow workflow;
  private final Story story;
  private final Pause pause;

  Monitor(Workflow workflow, Story story, Pause pause) {
    this.workflow = workflow;
    this.story = story;
    this.pause = pause;
  }

  /**
   * Returns the first analysis that settles it, or the last one where the traffic ends first.
   *
   * @param isOver whether there is no more traffic
   */
  JsonNode untilSettled(BooleanSupplier isOver) throws InterruptedException {
    while (true) {
      boolean last = isOver.getAsBoolean();
      JsonNode analysis = workflow.analysis();
      story.line("%s", line(analysis));
      if (last || isSettled(analysis)) {
        return analysis;
      }
      pause.sleep(PACE);
    }
  }

  static String decision(JsonNode analysis) {
    return analysis.at("/verdict/decision").asString("");
  }

  private static boolean isSettled(JsonNode analysis) {
    return switch (decision(analysis)) {
      case "PROMOTE", "ROLLBACK", "INVALID" -> true;
      case String _ -> false;
    };
  }

  /** One look: calls so far, the success rates' difference with its bounds, and the verdict. */
  private static String line(JsonNode analysis) {
    long calls = 0;
    long units = 0;
    for (JsonNode variant : analysis.path("variants")) {
      calls += variant.path("calls").asLong(0);
      units += variant.path("units").asLong(0);
    }
    JsonNode success = analysis.at("/metrics/0");
    JsonNode bounds = success.path("always_valid_interval");
    String effect =
        bounds.isArray()
            ? String.format(
                Locale.ROOT,
                "%+5.1f points (%+.1f to %+.1f)",
                POINTS * success.path("effect").asDouble(),
                POINTS * bounds.path(0).asDouble(),
                POINTS * bounds.path(1).asDouble())
            : "not known yet";
    return String.format(
        Locale.ROOT,
        "%,6d calls of %,4d users   success %s   %s",
        calls,
        units,
        effect,
        decision(analysis));
  }
}
