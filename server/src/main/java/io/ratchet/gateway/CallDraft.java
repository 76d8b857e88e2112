// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Json;
import io.ratchet.base.Ticker;
import io.ratchet.call.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A call that is being served, until it ends and is written: once, however it ends. */
final class CallDraft {
  private static final int MICRO = 1000;

  private final Opening opening;
  private final Ticker ticker;
  private final PriceBook prices;
  private final CallSink.Place place;
  private final GatewayConfig config;
  private byte @Nullable [] request;
  private @Nullable ObjectNode rendered;
  private boolean ended;
  private @Nullable Call written;

  CallDraft(
      Opening opening,
      Ticker ticker,
      PriceBook prices,
      CallSink.Place place,
      GatewayConfig config) {
    this.opening = opening;
    this.ticker = ticker;
    this.prices = prices;
    this.place = place;
    this.config = config;
  }

  String id() {
    return opening.id();
  }

  /**
   * Notes what goes to the provider.
   *
   * @param rendered what of it a prompt was rendered from; null where none was
   */
  void sends(byte[] body, @Nullable ObjectNode rendered) {
    request = body;
    this.rendered = rendered;
  }

  long micros() {
    return (ticker.nanos() - opening.startedNanos()) / MICRO;
  }

  boolean hasEnded() {
    return ended;
  }

  /** The call as it was written; null while it is served, and where writing it failed. */
  @Nullable Call written() {
    return written;
  }

  /** Writes the call. Whoever ends it first is right; what comes after is not counted again. */
  Call end(Ending ending) {
    if (ended) {
      throw new IllegalStateException("call " + opening.id() + " has ended before");
    }
    ended = true;
    Call call = call(ending);
    place.record(call);
    written = call;
    return call;
  }

  private Call call(Ending ending) {
    Judgement judgement = ending.judgement();
    Long cost = cost(ending);
    return new Call(
        opening.id(),
        opening.time(),
        opening.subject(),
        opening.experiment(),
        opening.variant(),
        opening.unit(),
        judgement.outcome(),
        judgement.error() == null ? null : judgement.error().word(),
        ending.status(),
        micros(),
        ending.firstTokenMicros(),
        opening.provider(),
        opening.model(),
        ending.usage().tokens(),
        ending.usageSource(),
        cost,
        cost == null ? null : prices.version(),
        judgement.completeness(),
        judgement.fieldsExtracted(),
        null,
        null,
        judgement.scores(),
        opening.tags(),
        List.of(),
        null,
        opening.traceId(),
        bodies(ending));
  }

  /** By the name that the answering model gives itself if the book has it, else the one asked. */
  private @Nullable Long cost(Ending ending) {
    String answered = ending.answeredModel();
    String model =
        answered != null && prices.price(opening.provider(), answered, opening.time()).isPresent()
            ? answered
            : opening.model();
    return prices.cost(opening.provider(), model, opening.time(), ending.usage());
  }

  private Call.Bodies bodies(Ending ending) {
    if (!config.keepBodies()) {
      return Call.Bodies.NONE;
    }
    JsonNode answer = ending.answer();
    boolean fits = ending.answerLength() <= config.maxKeptBytes();
    return new Call.Bodies(kept(request, rendered), fits ? answer : null);
  }

  /** The request, with what its prompt was rendered from where both together are not too long. */
  private @Nullable JsonNode kept(byte @Nullable [] body, @Nullable ObjectNode from) {
    JsonNode tree = tree(body);
    if (body != null
        && from != null
        && tree instanceof ObjectNode sent
        && body.length + Json.bytes(from).length <= config.maxKeptBytes()) {
      sent.set(ChatRequest.OWN, from);
    }
    return tree;
  }

  /** Null where it is too long, or broken in a way that only reading all of it shows. */
  private @Nullable JsonNode tree(byte @Nullable [] body) {
    try {
      return body == null || body.length > config.maxKeptBytes()
          ? null
          : Json.mapper().readTree(body);
    } catch (JacksonException e) {
      return null;
    }
  }
}
