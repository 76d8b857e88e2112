// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a trace without its spans.
 *
 * @param group the run group it is in
 * @param clientRequestId what its service calls the request; null where it does not say
 * @param startedAt milliseconds since 1970
 * @param duration milliseconds; null while it is under way
 * @param metadata what does not change, such as its session
 * @param tags what people may change
 */
public record TraceInfo(
    String id,
    String group,
    @Nullable String clientRequestId,
    @Nullable String requestPreview,
    @Nullable String responsePreview,
    long startedAt,
    @Nullable Long duration,
    TraceState state,
    SequencedMap<String, String> metadata,
    SequencedMap<String, String> tags,
    List<Assessment> assessments) {
  public TraceInfo {
    assessments = List.copyOf(assessments);
  }

  /** Whether its spans are kept here. */
  boolean hasSpans() {
    return Keys.SPANS_HERE.equals(tags.get(Keys.SPANS_TAG));
  }

  /** Where its files are. */
  static String artifacts(String group, String id) {
    return "mlflow-artifacts:/" + group + "/traces/" + id + "/artifacts";
  }

  /** The value of an entry; null where there is none. */
  static @Nullable String value(Map<String, String> entries, String key) {
    return entries.get(key);
  }
}
