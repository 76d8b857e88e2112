// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One training, from its triggers to what became of its version.
 *
 * @param settings the pipeline as it was when the run was asked for
 * @param createdBy who or what asked for it
 * @param finishedAt when nothing more can become of it; null while it is open
 * @param attempts how often it was begun
 * @param parent the version that served when it was asked for; null where none did
 * @param version what it registered
 * @param experiment id of its canary
 * @param message why it ended, in words
 * @param delivered the version that the other side of a webhook has registered
 * @param result data, parameters, metrics, gates, artifacts
 */
public record Run(
    String id,
    String model,
    Status status,
    ObjectNode settings,
    Cause cause,
    Instant createdAt,
    String createdBy,
    @Nullable Instant startedAt,
    @Nullable Instant trainedAt,
    @Nullable Instant finishedAt,
    int attempts,
    @Nullable String parent,
    @Nullable String version,
    @Nullable String experiment,
    @Nullable String message,
    @Nullable String delivered,
    ObjectNode result) {

  /**
   * Why it was asked for.
   *
   * @param ignored what would have held it back, had nobody forced it
   */
  public record Cause(List<Trigger> triggers, List<String> ignored) {
    public Cause {
      triggers = List.copyOf(triggers);
      ignored = List.copyOf(ignored);
    }

    /** The types of the triggers, as a script is told them. */
    String types() {
      return String.join(",", triggers.stream().map(one -> one.type().word()).toList());
    }

    /** The reasons of the triggers in one line. */
    String reasons() {
      return String.join("; ", triggers.stream().map(Trigger::reason).toList());
    }

    ObjectNode json() {
      ObjectNode json = Json.object();
      ArrayNode array = json.putArray("triggers");
      triggers.forEach(trigger -> array.add(trigger.json()));
      json.set("ignored", Json.array(ignored));
      return json;
    }

    static Cause parse(JsonNode json) {
      List<Trigger> triggers = new ArrayList<>();
      json.required("triggers").values().forEach(one -> triggers.add(Trigger.parse(one)));
      return new Cause(
          triggers, json.required("ignored").values().stream().map(JsonNode::stringValue).toList());
    }
  }

  boolean isOpen() {
    return finishedAt == null;
  }

  Run moved(Status next, @Nullable String why, @Nullable Instant end) {
    return new Run(
        id,
        model,
        next,
        settings,
        cause,
        createdAt,
        createdBy,
        startedAt,
        trainedAt,
        end,
        attempts,
        parent,
        version,
        experiment,
        why,
        delivered,
        result);
  }

  Run started(Instant at) {
    return new Run(
        id,
        model,
        Status.RUNNING,
        settings,
        cause,
        createdAt,
        createdBy,
        startedAt == null ? at : startedAt,
        null,
        null,
        attempts + 1,
        parent,
        version,
        experiment,
        null,
        delivered,
        result);
  }

  /** To be begun again, as if this attempt had not been. */
  Run again() {
    return new Run(
        id,
        model,
        Status.QUEUED,
        settings,
        cause,
        createdAt,
        createdBy,
        startedAt,
        null,
        null,
        attempts - 1,
        parent,
        version,
        experiment,
        null,
        delivered,
        result);
  }

  Run with(@Nullable Instant trained, ObjectNode more) {
    return new Run(
        id,
        model,
        status,
        settings,
        cause,
        createdAt,
        createdBy,
        startedAt,
        trained == null ? trainedAt : trained,
        finishedAt,
        attempts,
        parent,
        version,
        experiment,
        message,
        delivered,
        Json.object().setAll(result).setAll(more));
  }

  Run withVersion(@Nullable String registered, @Nullable String trial, @Nullable String brought) {
    return new Run(
        id,
        model,
        status,
        settings,
        cause,
        createdAt,
        createdBy,
        startedAt,
        trainedAt,
        finishedAt,
        attempts,
        parent,
        registered == null ? version : registered,
        trial == null ? experiment : trial,
        message,
        brought == null ? delivered : brought,
        result);
  }

  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("run_id", id)
            .put("model", model)
            .put("status", status.name())
            .put("created_at", createdAt.toString())
            .put("created_by", createdBy)
            .put("started_at", text(startedAt))
            .put("trained_at", text(trainedAt))
            .put("finished_at", text(finishedAt))
            .put("attempts", attempts)
            .put("parent_version", parent)
            .put("version", version)
            .put("experiment", experiment)
            .put("message", message);
    json.setAll(cause.json());
    for (String part : List.of("data", "params", "metrics", "gates", "artifacts", "decisions")) {
      json.set(part, result.get(part));
    }
    json.set("settings", settings);
    return json;
  }

  static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
