// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Refusals;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what services say of traces. */
final class TraceReader {
  private static final String LOCATION = "trace.trace_info.trace_location";

  private TraceReader() {}

  /**
   * The trace of a request to keep one.
   *
   * @param now when it began, where the service does not say
   */
  static NewTrace trace(Arguments request, long now) {
    Arguments trace = request.object("trace");
    if (trace == null) {
      throw Refusals.absent("trace");
    }
    Arguments info = trace.object("trace_info");
    if (info == null) {
      throw Refusals.absent("trace.trace_info");
    }
    Long startedAt = Times.timestamp(info, "request_time");
    return new NewTrace(
        Texts.newId("trace.trace_info.trace_id", info.required("trace_id")),
        group(info.object("trace_location")),
        Texts.optional(info, "client_request_id", TraceLimits.CLIENT_REQUEST_ID),
        preview(info, "request_preview", "request"),
        preview(info, "response_preview", "response"),
        startedAt == null ? now : startedAt,
        Times.duration(info, "execution_duration"),
        TraceState.of("trace.trace_info.state", info.raw("state")),
        Texts.map(info, "trace_metadata"),
        Texts.map(info, "tags"));
  }

  private static @Nullable String preview(Arguments info, String name, String whole) {
    String preview = Texts.cut(info, name, TraceLimits.SENT_PREVIEW);
    return preview != null ? preview : Texts.cut(info, whole, TraceLimits.PREVIEW);
  }

  private static String group(@Nullable Arguments location) {
    if (location == null) {
      throw Refusals.absent(LOCATION);
    }
    Arguments group = location.object("mlflow_experiment");
    if (group == null) {
      throw Refusals.absent(LOCATION + ".mlflow_experiment");
    }
    return Texts.fit(LOCATION, id(group), TraceLimits.TRACE_ID);
  }

  /** The id of a run group, which some send as a number. */
  private static String id(Arguments holder) {
    var id = holder.raw("experiment_id");
    return id != null && id.isIntegralNumber() ? id.toString() : holder.required("experiment_id");
  }

  /** The run groups that a search looks at. */
  static List<String> groups(Arguments request) {
    List<String> groups = new ArrayList<>(request.texts("experiment_ids"));
    for (Arguments location : request.objects("locations")) {
      groups.add(group(location));
    }
    if (groups.isEmpty()) {
      throw Refusals.absent("locations");
    }
    if (groups.size() > TraceLimits.GROUPS) {
      throw Refusals.invalid(
          "%d locations were given; at most %d are searched at once"
              .formatted(groups.size(), TraceLimits.GROUPS));
    }
    return groups.stream()
        .map(group -> Texts.fit("locations", group, TraceLimits.TRACE_ID))
        .distinct()
        .toList();
  }

  /** The ids of traces that a request names. */
  static List<String> ids(Arguments request, String name, int most) {
    List<String> ids = request.texts(name);
    if (ids.size() > most) {
      throw Refusals.invalid(
          "%s has %d ids; at most %d are taken at once".formatted(name, ids.size(), most));
    }
    ids.forEach(id -> Texts.wellFormed(name, id));
    return ids;
  }
}
