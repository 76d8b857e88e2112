// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What somebody or something said of a trace.
 *
 * @param spanId the one span it is about; null for the whole trace
 * @param body the message of its kind as it came
 * @param overrides the assessment that it takes the place of
 * @param valid false once another took its place
 */
public record Assessment(
    String id,
    String traceId,
    @Nullable String spanId,
    String name,
    Kind kind,
    Source source,
    JsonNode body,
    @Nullable String rationale,
    SequencedMap<String, String> metadata,
    @Nullable String overrides,
    boolean valid,
    long createdAt,
    long changedAt) {

  /** What sort of statement it is. */
  public enum Kind {
    /** How good something was. */
    FEEDBACK,
    /** What the right answer would have been. */
    EXPECTATION,
    /** That the trace shows a known problem. */
    ISSUE;

    /** The field of the message that holds it. */
    String field() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Who said it. */
  public record Source(String type, String id) {}

  /** The value that it states; null where it states none. */
  @Nullable JsonNode value() {
    return switch (kind) {
      case FEEDBACK -> body.get("value");
      case EXPECTATION ->
          body.has("serialized_value")
              ? body.get("serialized_value").get("value")
              : body.get("value");
      case ISSUE -> body.get("issue_name");
    };
  }
}
