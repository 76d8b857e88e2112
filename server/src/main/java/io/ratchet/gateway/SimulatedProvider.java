// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Digest;
import io.ratchet.base.Json;
import io.ratchet.base.Pause;
import io.ratchet.http.Outbound;
import io.ratchet.http.OutboundFault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A provider that makes its answers up, for first steps, demos and tests. What it says follows from
 * its seed, the prompt's version, the messages and the request's own {@code seed}; transient faults
 * from the number of the attempt too. Every answer says that it is simulated.
 */
public final class SimulatedProvider implements Provider {
  private static final List<String> MODELS = List.of("simulated-small", "simulated-large");
  private static final String MODEL_PREFIX = "simulated-";
  private static final int HEX_DIGITS_OF_LONG = 16;
  private static final double FIRST_TOKEN_SHARE = 0.3;
  private static final Map<String, String> HEADERS =
      Map.of("x-ratchet-simulated", "true", "content-type", "application/json");

  private final String name;
  private final List<String> models;
  private final ProviderLimits limits;
  private final SimulatedConfig simulated;
  private final Pause pause;
  private final InstantSource time;

  /**
   * Goes by a name.
   *
   * @param models that it is listed with; none means its usual ones
   */
  public SimulatedProvider(
      String name,
      List<String> models,
      ProviderLimits limits,
      SimulatedConfig simulated,
      Pause pause,
      InstantSource time) {
    this.name = name;
    this.models = models.isEmpty() ? MODELS : List.copyOf(models);
    this.limits = limits;
    this.simulated = simulated;
    this.pause = pause;
    this.time = time;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ProviderLimits limits() {
    return limits;
  }

  @Override
  public List<String> models() {
    return models;
  }

  @Override
  public Outbound.Reply send(ProviderCall call, Duration deadline) throws OutboundFault {
    JsonNode request = Json.mapper().readTree(call.body());
    if (!request.path("messages").isArray() || request.path("messages").isEmpty()) {
      return error(400, "invalid_request_error", "messages must be a non-empty array");
    }
    String identity =
        simulated.seed()
            + "\n"
            + call.version()
            + "\n"
            + seed(request, call.simulation())
            + "\n"
            + request.path("messages");
    Behaviour behaviour = simulated.behaviour(call.version());
    RandomGenerator transience = chance(identity + "\n" + call.number());
    Duration latency = latency(call.simulation(), behaviour, transience);
    Behaviour.Fault fault = fault(behaviour, transience, chance(identity + "\nfault"));
    if (latency.compareTo(deadline) >= 0 || fault == Behaviour.Fault.TIMEOUT) {
      SimulatedReply.sleep(pause, deadline);
      throw new OutboundFault(OutboundFault.Kind.TIMEOUT, "simulated silence", null);
    }
    if (fault == Behaviour.Fault.RATE_LIMITED || fault == Behaviour.Fault.SERVER_ERROR) {
      SimulatedReply.sleep(pause, latency.dividedBy(10));
      return fault == Behaviour.Fault.RATE_LIMITED
          ? error(429, "requests", "simulated rate limit")
          : error(500, "server_error", "simulated server error");
    }
    SimulatedAnswer answer =
        SimulatedAnswer.of(
            request, call, behaviour, fault, simulated.knowledge(), chance(identity + "\nanswer"));
    return reply(call, request, answer, Digest.sha256(identity), latency);
  }

  private static Object seed(JsonNode request, Simulation wishes) {
    return wishes.seed() == null ? request.path("seed") : wishes.seed();
  }

  private Outbound.Reply reply(
      ProviderCall call, JsonNode request, SimulatedAnswer answer, String digest, Duration latency)
      throws OutboundFault {
    String model = call.model().startsWith(MODEL_PREFIX) ? call.model() : MODELS.getFirst();
    SimulatedWire wire =
        new SimulatedWire(
            "chatcmpl-sim-" + digest.substring(0, 24), time.instant().getEpochSecond(), model);
    if (!call.stream()) {
      SimulatedReply.sleep(pause, latency);
      String body = Json.text(wire.completion(answer));
      return new SimulatedReply(
          200, HEADERS, new SimulatedReply.Paced(List.of(body), Duration.ZERO, pause));
    }
    Duration first = Duration.ofNanos((long) (latency.toNanos() * FIRST_TOKEN_SHARE));
    SimulatedReply.sleep(pause, first);
    List<String> frames =
        wire.frames(answer, request.path("stream_options").path("include_usage").asBoolean(false));
    Duration gap = latency.minus(first).dividedBy(frames.size());
    return new SimulatedReply(
        200,
        Map.of("x-ratchet-simulated", "true", "content-type", "text/event-stream"),
        new SimulatedReply.Paced(frames, gap, pause));
  }

  private static Outbound.Reply error(int status, String type, String message) {
    String body = Json.text(OpenAiErrors.envelope(message, type, null, "simulated"));
    return new SimulatedReply(
        status, HEADERS, new SimulatedReply.Paced(List.of(body), Duration.ZERO, duration -> {}));
  }

  private static RandomGenerator chance(String identity) {
    return new SplittableRandom(
        Long.parseUnsignedLong(Digest.sha256(identity).substring(0, HEX_DIGITS_OF_LONG), 16));
  }

  private static Duration latency(Simulation wish, Behaviour behaviour, RandomGenerator chance) {
    Double wished = wish.latencyMillis();
    double millis =
        wished == null
            ? behaviour.latencyMillis()
                * Math.exp(behaviour.latencySpread() * chance.nextGaussian())
            : wished;
    return Duration.ofNanos((long) (millis * 1_000_000));
  }

  /** Transient faults may be gone at the next attempt, bad answers are the same each time. */
  private static Behaviour.@Nullable Fault fault(
      Behaviour behaviour, RandomGenerator transience, RandomGenerator lasting) {
    double soon = transience.nextDouble();
    double always = lasting.nextDouble();
    double sumSoon = 0;
    double sumAlways = 0;
    for (Behaviour.Fault fault : Behaviour.Fault.values()) {
      double rate = behaviour.faultRates().getOrDefault(fault, 0.0);
      boolean transientFault =
          switch (fault) {
            case RATE_LIMITED, SERVER_ERROR, TIMEOUT -> true;
            case MALFORMED, TRUNCATED -> false;
          };
      sumSoon += transientFault ? rate : 0;
      sumAlways += transientFault ? 0 : rate;
      if (transientFault ? soon < sumSoon : always < sumAlways) {
        return fault;
      }
    }
    return null;
  }

  @Override
  public void close() {}
}
