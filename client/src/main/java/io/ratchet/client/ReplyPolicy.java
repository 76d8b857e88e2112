// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means for the batch it is about. The server takes a batch as a whole or not at
 * all, and names the faults of the records by their place in it.
 */
final class ReplyPolicy {
  private static final int TOO_LARGE = 413;
  private static final Set<Integer> ABOUT_RECORDS = Set.of(400, 422);

  /** Statuses that say: not now. */
  private static final Set<Integer> AWAY = Set.of(408, 425, 429, 502, 503, 504);

  private ReplyPolicy() {}

  /** What to do with a batch. */
  sealed interface Next {
    /** It is on the server's disk. */
    record Accepted() implements Next {}

    /**
     * Send it again later.
     *
     * @param isServersFault whether the server broke on it, so that patience has an end
     */
    record Later(String reason, @Nullable String retryAfter, boolean isServersFault)
        implements Next {}

    /** Send it again without the records at these places, which are wrong. */
    record Without(int status, Map<Integer, String> faults) implements Next {}

    /** Send its halves, which is also how to find a record that the answer does not name. */
    record Halved(boolean isTooLarge) implements Next {}

    /** Nothing of it will ever be taken. */
    record Refused(int status, String detail) implements Next {}
  }

  static Next decide(Transport.Reply reply, Lane lane, int records) {
    int status = reply.status();
    Map<?, ?> body = JsonReader.readObject(reply.body());
    if (status / 100 == 2) {
      return body.get("accepted") instanceof Number
          ? new Next.Accepted()
          : new Next.Later("status " + status + ", but not from a Ratchet server", null, false);
    }
    String detail = detail(status, body);
    if (isAway(status) || status / 100 == 5) {
      return new Next.Later(detail, reply.retryAfter(), !isAway(status));
    }
    Map<Integer, String> faults =
        ABOUT_RECORDS.contains(status) ? faults(body, lane, records) : Map.of();
    if (!faults.isEmpty()) {
      return new Next.Without(status, faults);
    }
    boolean canHelp = status == TOO_LARGE || ABOUT_RECORDS.contains(status);
    return canHelp && records > 1
        ? new Next.Halved(status == TOO_LARGE)
        : new Next.Refused(status, detail);
  }

  /** Whether a status says that the server cannot be asked now. */
  static boolean isAway(int status) {
    return AWAY.contains(status);
  }

  static String detail(int status, Map<?, ?> problem) {
    Object detail = problem.get("detail");
    Object hint = problem.get("hint");
    return (detail == null ? "status " + status : detail.toString())
        + (hint == null ? "" : "; " + hint);
  }

  private static Map<Integer, String> faults(Map<?, ?> body, Lane lane, int records) {
    Pattern place = Pattern.compile("^" + lane.plural() + "\\[(\\d{1,6})]\\.?(.*)$");
    Map<Integer, String> faults = new TreeMap<>();
    if (body.get("problems") instanceof List<?> problems) {
      for (Object one : problems) {
        if (one instanceof Map<?, ?> problem) {
          Matcher found = place.matcher(String.valueOf(problem.get("where")));
          if (found.matches() && Integer.parseInt(found.group(1)) < records) {
            String fault = fault(found.group(2), problem);
            faults.merge(Integer.valueOf(found.group(1)), fault, (a, b) -> a + "; " + b);
          }
        }
      }
    }
    return faults;
  }

  private static String fault(String field, Map<?, ?> problem) {
    Object value = problem.get("value");
    return (field.isEmpty() ? "" : field + ": ")
        + problem.get("message")
        + (value == null ? "" : ", got " + value);
  }
}
