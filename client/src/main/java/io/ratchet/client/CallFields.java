// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a call. Only what is said is sent; what is not, or is said to be null, is
 * unknown to the server, never zero.
 *
 * @param <T> what its methods answer, for chaining
 */
public abstract sealed class CallFields<T extends CallFields<T>> permits Call, CallRecord {
  private static final double NANOS_OF_MILLI = 1e6;

  CallFields() {}

  /**
   * Any field of the record that the HTTP reference describes.
   *
   * @param value text, number, boolean, map, list or array; null leaves the field unknown
   */
  public abstract T with(String field, @Nullable Object value);

  abstract T withEntry(String field, String name, Object value);

  /** Who was served: a user, a session. The server keeps only a hash of it. */
  public final T unit(@Nullable String unit) {
    return with("unit", unit);
  }

  /**
   * The trial that the call is part of, and the arm that served it; {@link
   * RatchetClient#call(String, Assignment)} sets both.
   */
  public final T experiment(String experiment, String variant) {
    return with("experiment", experiment).with("variant", variant);
  }

  /** Tokens that the provider billed: of the question beside its cache, and of the answer. */
  public final T tokens(long input, long output) {
    return with("input_tokens", input).with("output_tokens", output);
  }

  /** Tokens of the question that came from the provider's cache. */
  public final T cachedTokens(long cached) {
    return with("cached_tokens", cached);
  }

  /** Tokens of the answer that the caller does not see. */
  public final T reasoningTokens(long reasoning) {
    return with("reasoning_tokens", reasoning);
  }

  /** What the call cost in US dollars; kept to the nano-dollar. */
  public final T cost(@Nullable BigDecimal usd) {
    return with("cost_usd", usd == null ? null : usd.toPlainString());
  }

  /** Which provider answered, and its model. */
  public final T model(@Nullable String provider, @Nullable String model) {
    return with("provider", provider).with("model", model);
  }

  /** From the arrival of the request to the end of the answer. */
  public final T latency(Duration latency) {
    return with("latency_ms", millis(latency));
  }

  /** From the arrival of the request to the first token of a stream. */
  public final T firstToken(Duration wait) {
    return with("first_token_ms", millis(wait));
  }

  /** The share of the wanted fields that the answer filled, from 0 to 1. */
  public final T completeness(double share) {
    return with("completeness", share);
  }

  /** How sure the version was of its answer, from 0 to 1. */
  public final T confidence(double confidence) {
    return with("confidence", confidence);
  }

  /** What a model answered: a number, a label, or anything that JSON can say. */
  public final T prediction(@Nullable Object prediction) {
    return with("prediction", prediction);
  }

  /** What a model was given; the server watches these for drift. */
  public final T features(@Nullable Map<String, ?> features) {
    return with("features", features);
  }

  /** A named figure of quality; figures that are learned later are feedback. */
  public final T score(String name, double value) {
    return withEntry("scores", name, value);
  }

  /** A word to group calls by: a persona, a tenant, a region. */
  public final T tag(String name, String value) {
    return withEntry("tags", name, value);
  }

  /** What was asked: text, or maps and lists; JSON that is a text goes to {@link #requestJson}. */
  public final T request(@Nullable Object body) {
    return with("request", body);
  }

  /** What was answered: text, or maps and lists; JSON text goes to {@link #responseJson}. */
  public final T response(@Nullable Object body) {
    return with("response", body);
  }

  /** What was asked, as JSON; a text that is not JSON is kept as it is. */
  public final T requestJson(String json) {
    return with("request", parsed(json));
  }

  /** What was answered, as JSON; a text that is not JSON is kept as it is. */
  public final T responseJson(String json) {
    return with("response", parsed(json));
  }

  static double millis(Duration duration) {
    return duration.toNanos() / NANOS_OF_MILLI;
  }

  private static @Nullable Object parsed(String json) {
    try {
      return JsonReader.read(json);
    } catch (IllegalArgumentException e) {
      return json;
    }
  }
}
