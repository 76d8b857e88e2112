// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.call.Call;
import io.ratchet.http.Answer;
import io.ratchet.http.Outbound;
import io.ratchet.http.OutboundFault;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What a provider answered, taken as far as it must be before the first byte goes on. */
sealed interface Upstream {
  Set<String> FORWARDED =
      Set.of("openai-processing-ms", "openai-version", "x-ratchet-simulated", "retry-after");
  String RATE_LIMITS = "x-ratelimit-";
  int OK = 200;
  int NANO_DIGITS = 9;

  /** Headers that go on to the caller. */
  Map<String, String> headers();

  /** A whole answer. */
  record Whole(Map<String, String> headers, byte[] bytes, ObjectNode completion)
      implements Upstream {

    /** As it came, with our facts beside it. */
    Answer answer(Call call) {
      Map<String, String> all = new LinkedHashMap<>(headers);
      all.put("content-type", "application/json");
      Long nanos = call.costNanos();
      if (nanos != null) {
        all.put(
            "x-ratchet-cost",
            BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros().toPlainString());
      }
      return new Answer.Whole(OK, all, bytes);
    }
  }

  /** A stream whose first event has come. */
  record Opened(
      Map<String, String> headers, Outbound.Reply reply, SseEvents events, SseEvents.Event first)
      implements Upstream {

    /** Tells caches and proxies on the way to hand every event on at once. */
    Answer answer(Answer.Writer relay) {
      Map<String, String> all = new LinkedHashMap<>(headers);
      all.put("content-type", "text/event-stream; charset=utf-8");
      all.put("cache-control", "no-cache");
      all.put("x-accel-buffering", "no");
      return new Answer.Streamed(OK, all, relay);
    }
  }

  static Upstream take(String provider, Outbound.Reply reply, GatewayConfig config, boolean stream)
      throws OutboundFault, ProviderFailure {
    Map<String, String> headers = new LinkedHashMap<>();
    reply
        .headers()
        .forEach((name, value) -> {
          boolean wanted = FORWARDED.contains(name) || name.startsWith(RATE_LIMITS);
          if (wanted && value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            headers.put(name, value);
          }
        });
    if (!reply.header("content-encoding").orElse("identity").equals("identity")) {
      throw ProviderFailure.malformed(provider, "a compressed answer that nobody asked for");
    }
    if (reply.header("content-type").orElse("").startsWith("text/event-stream")) {
      if (!stream) {
        throw ProviderFailure.malformed(provider, "a stream that nobody asked for");
      }
      SseEvents events = new SseEvents(reply.body(), config.maxEventBytes());
      return new Opened(headers, reply, events, first(events));
    }
    byte[] bytes = Outbound.readWhole(reply, config.maxAnswerBytes());
    reply.close();
    return new Whole(headers, bytes, completion(provider, bytes));
  }

  /** An error in the first event can still be answered with a status of its own. */
  private static SseEvents.Event first(SseEvents events) throws OutboundFault, ProviderFailure {
    SseEvents.Event first = events.next();
    if (first == null) {
      throw new OutboundFault(OutboundFault.Kind.BROKEN, "the stream ended before it began", null);
    }
    ObjectNode error = StreamTally.error(first);
    if (error != null) {
      throw ProviderFailure.reported(error);
    }
    return first;
  }

  private static ObjectNode completion(String provider, byte[] bytes) throws ProviderFailure {
    if (UpstreamJson.read(bytes) instanceof ObjectNode object) {
      if (object.path("error").isObject() && !object.has("choices")) {
        throw ProviderFailure.reported(object);
      }
      return object;
    }
    throw ProviderFailure.malformed(provider, "an answer that is no JSON object");
  }
}
