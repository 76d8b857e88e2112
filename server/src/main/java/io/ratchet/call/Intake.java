// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Problem;
import io.ratchet.base.WellFormed;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What records of every kind have in common when others send them. */
final class Intake {
  private static final int PROBLEMS_SHOWN = 1_000;
  private static final int PROBLEMS_IN_MESSAGE = 10;

  private final InstantSource time;

  Intake(InstantSource time) {
    this.time = time;
  }

  /**
   * Hands out the records of a body with their places in it: one object, an array, or an object
   * with an array under {@code plural}.
   */
  static void each(JsonNode body, String plural, BiConsumer<JsonNode, String> reader) {
    JsonNode list = body.isArray() ? body : body.path(plural);
    if (list.isMissingNode()) {
      reader.accept(body, "");
      return;
    }
    if (!list.isArray()) {
      throw Failure.invalid(plural + " is not an array", "send {\"" + plural + "\": [...]}");
    }
    if (list.isEmpty()) {
      throw Failure.invalid(plural + " is empty", "send at least one record");
    }
    if (list.size() > Bounds.BATCH_RECORDS) {
      throw new Failure(
          ErrorCode.TOO_LARGE,
          "the batch holds " + list.size() + " records",
          "send at most " + Bounds.BATCH_RECORDS + " at once");
    }
    if (body.isObject() && body.size() > 1) {
      throw Failure.invalid(
          "the body holds fields beside " + plural, "send {\"" + plural + "\": [...]} alone");
    }
    for (int i = 0; i < list.size(); i++) {
      reader.accept(list.get(i), plural + "[" + i + "]");
    }
  }

  /** Refuses where there are faults; of very many the first are named and the rest counted. */
  static void refuse(List<Problem> problems) {
    if (problems.isEmpty()) {
      return;
    }
    List<Problem> shown = problems.subList(0, Math.min(problems.size(), PROBLEMS_SHOWN));
    String message =
        shown.stream()
            .limit(PROBLEMS_IN_MESSAGE)
            .map(Problem::toString)
            .collect(Collectors.joining("; "));
    int more = problems.size() - PROBLEMS_IN_MESSAGE;
    throw new Failure(
        ErrorCode.INVALID,
        more > 0 ? message + "; and " + more + " more" : message,
        "correct the named fields and send the whole batch again: nothing of it was kept",
        new ArrayList<>(shown),
        null);
  }

  /** A text that is not blank, or null where there is none. */
  static @Nullable String name(Fields in, String field, int maxLength) {
    String text = in.text(field, maxLength);
    if (text != null && text.isBlank()) {
      in.problem(field, "must not be blank", text);
    } else if (text != null && !WellFormed.is(text)) {
      in.problem(field, "must not hold half of a surrogate pair", text);
    }
    return text;
  }

  /** When it happened, now where that is not said. */
  Instant time(Fields in) {
    Instant now = time.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant told = in.instant("time");
    if (told == null) {
      return now;
    }
    if (told.isBefore(Bounds.EARLIEST) || told.isAfter(now.plus(Bounds.AHEAD))) {
      in.problem(
          "time", "must be from " + Bounds.EARLIEST + " to a day from now (" + now + ")", told);
      return now;
    }
    return told.truncatedTo(ChronoUnit.MILLIS);
  }
}
