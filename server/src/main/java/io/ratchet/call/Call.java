// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One served request of a version: an LLM call or a prediction, with what it cost and how it ended.
 * Null is unknown.
 *
 * @param id 1 to 128 characters; a resent id is a duplicate and the first record wins
 * @param time when the request arrived
 * @param subject the version that served it; null for a request passed through to a provider
 * @param experiment id or name of the experiment it belongs to
 * @param variant arm of that experiment
 * @param unit hash of who was served, see {@link Units}
 * @param errorType stable word for what went wrong; null on success
 * @param status HTTP status that the caller saw
 * @param latencyMicros from arrival to the last byte of the answer
 * @param firstTokenMicros from arrival to the first token of a streamed answer
 * @param costNanos price in nano-dollars; null where no price is known
 * @param priceVersion version of the price book that the cost was computed with
 * @param completeness share of the schema's fields that the answer filled, 0 to 1
 * @param confidence of the prediction, 0 to 1
 * @param scores named numbers that came with the call
 * @param tags dimensions such as persona, tenant, environment
 * @param stages latency of each part of a pipeline
 * @param features inputs of a model, for drift
 */
public record Call(
    String id,
    Instant time,
    @Nullable Subject subject,
    @Nullable String experiment,
    @Nullable String variant,
    @Nullable String unit,
    Outcome outcome,
    @Nullable String errorType,
    @Nullable Integer status,
    @Nullable Long latencyMicros,
    @Nullable Long firstTokenMicros,
    @Nullable String provider,
    @Nullable String model,
    Tokens tokens,
    @Nullable UsageSource usageSource,
    @Nullable Long costNanos,
    @Nullable String priceVersion,
    @Nullable Double completeness,
    @Nullable Integer fieldsExtracted,
    @Nullable Double confidence,
    @Nullable JsonNode prediction,
    Map<String, Double> scores,
    Map<String, String> tags,
    List<Stage> stages,
    @Nullable JsonNode features,
    @Nullable String traceId,
    Bodies bodies) {

  public Call {
    scores = Map.copyOf(scores);
    tags = Map.copyOf(tags);
    stages = List.copyOf(stages);
  }

  public Call withBodies(Bodies changed) {
    return with(prediction, changed);
  }

  /** With what was read apart from the rest. */
  Call withPrediction(@Nullable JsonNode read) {
    return with(read, bodies);
  }

  private Call with(@Nullable JsonNode read, Bodies changed) {
    return new Call(
        id,
        time,
        subject,
        experiment,
        variant,
        unit,
        outcome,
        errorType,
        status,
        latencyMicros,
        firstTokenMicros,
        provider,
        model,
        tokens,
        usageSource,
        costNanos,
        priceVersion,
        completeness,
        fieldsExtracted,
        confidence,
        read,
        scores,
        tags,
        stages,
        features,
        traceId,
        changed);
  }

  /**
   * A version of an asset.
   *
   * @param kind prompt or model
   * @param version as it is shown, such as {@code v1.2.0}
   */
  public record Subject(String kind, String asset, String version) {
    /** With the version as it is shown: {@code 1.2.0} and {@code v1.2.0} are the same. */
    public static Subject of(String kind, String asset, String version) {
      boolean bare = !version.isEmpty() && Character.isDigit(version.charAt(0));
      return new Subject(kind, asset, bare ? "v" + version : version);
    }
  }

  /** A named part of a call. */
  public record Stage(String name, long latencyMicros) {}

  /**
   * Request and response as they went over the wire, JSON where it is JSON; null if not kept. The
   * request of a prompt holds in {@code ratchet}, beside what was sent, what it was rendered from.
   */
  public record Bodies(@Nullable JsonNode request, @Nullable JsonNode response) {
    public static final Bodies NONE = new Bodies(null, null);
  }
}
