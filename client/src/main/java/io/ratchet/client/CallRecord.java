// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that is over and known, for {@link RatchetClient#record}: from a log, a queue, another
 * process. Instances do not change: each method answers a new one.
 */
public final class CallRecord extends CallFields<CallRecord> {
  private final Map<String, Object> fields;

  private CallRecord(Map<String, Object> fields) {
    this.fields = fields;
  }

  /**
   * A call of a version of a prompt.
   *
   * @param version with or without a leading v
   */
  public static CallRecord prompt(String name, String version, boolean success) {
    return of("prompt", name, version, success);
  }

  /** A prediction of a version of a model. */
  public static CallRecord model(String name, String version, boolean success) {
    return of("model", name, version, success);
  }

  private static CallRecord of(String kind, String asset, String version, boolean success) {
    return new CallRecord(Map.of())
        .with("kind", kind)
        .with("asset", asset)
        .with("version", version)
        .with("success", success);
  }

  /** An id of 1 to 128 characters; without one the client makes one. */
  public CallRecord id(String id) {
    return with("id", id);
  }

  /** When the request arrived; without one it is when the record is handed over. */
  public CallRecord time(Instant time) {
    return with("time", time.toString());
  }

  /** One stable word for what went wrong. */
  public CallRecord errorType(@Nullable String errorType) {
    return with("error_type", errorType);
  }

  /** A part of the call and how long it took; parts add up in the order they are told. */
  public CallRecord stage(String name, Duration latency) {
    List<Object> stages = new ArrayList<>();
    if (fields.get("stages") instanceof List<?> present) {
      stages.addAll(present);
    }
    stages.add(stageFields(name, latency));
    return with("stages", stages);
  }

  static Map<String, Object> stageFields(String name, Duration latency) {
    Map<String, Object> stage = new LinkedHashMap<>();
    stage.put("name", name);
    stage.put("latency_ms", millis(latency));
    return stage;
  }

  @Override
  public CallRecord with(String field, @Nullable Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(fields);
    if (value == null) {
      changed.remove(field);
    } else {
      changed.put(field, value);
    }
    return new CallRecord(changed);
  }

  @Override
  CallRecord withEntry(String field, String name, Object value) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    if (fields.get(field) instanceof Map<?, ?> present) {
      entries.putAll(present);
    }
    entries.put(name, value);
    return with(field, entries);
  }

  Map<String, Object> fields() {
    return fields;
  }
}
