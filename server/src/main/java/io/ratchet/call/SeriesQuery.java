// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A figure over time: steps of one length, the first beginning at a whole step of UTC at or before
 * what was asked for.
 */
record SeriesQuery(
    String metric, Function<Window, @Nullable Double> figure, TimeRange range, Duration step) {
  private static final int POINTS = 2_000;
  private static final int POINTS_BY_DEFAULT = 200;
  private static final Pattern STEP = Pattern.compile("([1-9][0-9]{0,4})([mhd])");
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(6));

  /**
   * Reads what was asked for.
   *
   * @param step such as 5m, 1h, 1d; null for what gives a line a person can read
   * @param minutesSince from when on steps shorter than an hour are possible
   */
  static SeriesQuery of(
      String metric, TimeRange asked, @Nullable String step, Instant minutesSince) {
    Function<Window, @Nullable Double> figure = Figures.named(metric);
    boolean hasMinutes = !asked.from().isBefore(minutesSince);
    Duration length = step == null ? defaultStep(asked, hasMinutes) : parse(step);
    if (!hasMinutes && length.toMillis() % Span.HOUR.millis() != 0) {
      throw Failure.invalid(
          "step " + Problem.shorten(String.valueOf(step)) + " is too fine for that long ago",
          "send whole hours, or a from not before " + minutesSince);
    }
    long millis = length.toMillis();
    long from = Math.floorDiv(asked.from().toEpochMilli(), millis) * millis;
    long to = -Math.floorDiv(-asked.to().toEpochMilli(), millis) * millis;
    if ((to - from) / millis > POINTS) {
      throw Failure.invalid(
          "the series would have " + (to - from) / millis + " points",
          "ask for at most " + POINTS + ": send a longer step or a shorter range");
    }
    TimeRange range = new TimeRange(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
    return new SeriesQuery(metric, figure, range, length);
  }

  private static Duration defaultStep(TimeRange asked, boolean hasMinutes) {
    for (Duration step : STEPS) {
      boolean isKept = hasMinutes || step.toMillis() >= Span.HOUR.millis();
      if (isKept && asked.length().dividedBy(step) <= POINTS_BY_DEFAULT) {
        return step;
      }
    }
    return Duration.ofDays(1);
  }

  private static Duration parse(String text) {
    Matcher step = STEP.matcher(text);
    if (!step.matches()) {
      throw Failure.invalid(
          "step is not a length of time: " + Problem.shorten(text),
          "send a whole number of minutes, hours or days, such as 5m, 1h, 1d");
    }
    long number = Long.parseLong(step.group(1));
    return switch (step.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case String _ -> Duration.ofDays(number);
    };
  }

  ObjectNode json(
      String kind, String asset, @Nullable String version, Map<Instant, Window> windows) {
    ObjectNode json =
        Json.object()
            .put(kind, asset)
            .put("version", version)
            .put("metric", metric)
            .put("step", step.toString())
            .put("from", range.from().toString())
            .put("to", range.to().toString());
    ArrayNode points = json.putArray("points");
    for (Instant at = range.from(); at.isBefore(range.to()); at = at.plus(step)) {
      Window window = windows.getOrDefault(at, new Window());
      points.addObject().put("time", at.toString()).put("value", figure.apply(window));
    }
    return json;
  }
}
