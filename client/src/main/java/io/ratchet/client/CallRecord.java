// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One call that a service made itself. Only what was set is sent; what was not is unknown to the
 * server, never zero. Instances do not change: each method returns a new one.
 */
public final class CallRecord {
  private final Map<String, Object> fields;

  private CallRecord(Map<String, Object> fields) {
    this.fields = fields;
  }

  /**
   * A call of a version of an asset.
   *
   * @param kind {@code prompt} or {@code model}
   * @param version with or without a leading v
   */
  public static CallRecord of(String kind, String asset, String version, boolean success) {
    return new CallRecord(Map.of())
        .with("kind", kind)
        .with("asset", asset)
        .with("version", version)
        .with("success", success);
  }

  /** An id of 1 to 128 characters; without one the server makes one and cannot spot a resend. */
  public CallRecord id(String id) {
    return with("id", id);
  }

  public CallRecord time(Instant time) {
    return with("time", time.toString());
  }

  /** Who was served: a user, a session. */
  public CallRecord unit(String unit) {
    return with("unit", unit);
  }

  public CallRecord latency(Duration latency) {
    return with("latency_ms", latency.toNanos() / 1e6);
  }

  public CallRecord tokens(long input, long output) {
    return with("input_tokens", input).with("output_tokens", output);
  }

  public CallRecord errorType(String errorType) {
    return with("error_type", errorType);
  }

  public CallRecord tag(String name, String value) {
    return withEntry("tags", name, value);
  }

  public CallRecord score(String name, double value) {
    return withEntry("scores", name, value);
  }

  /** Any other field of the record that the HTTP reference describes. */
  public CallRecord with(String field, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(fields);
    changed.put(field, value);
    return new CallRecord(changed);
  }

  private CallRecord withEntry(String field, String name, Object value) {
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
