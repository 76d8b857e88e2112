// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Calls that tests of this package share. */
final class Examples {
  static final Call.Subject V1 = new Call.Subject("prompt", "extraction", "v1.0.0");
  static final Call.Subject V2 = new Call.Subject("prompt", "extraction", "v2.0.0");

  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  private Examples() {}

  static Call success(String id, Call.Subject version) {
    return call(id, version, Outcome.SUCCESS, Room.NOW);
  }

  static Call failure(String id, Call.Subject version) {
    return call(id, version, Outcome.FAILURE, Room.NOW);
  }

  static Call call(String id, Call.Subject version, Outcome outcome, Instant time) {
    return new Call(
        id,
        time,
        version,
        null,
        null,
        null,
        outcome,
        outcome == Outcome.SUCCESS ? null : "provider_error",
        200,
        812_400L,
        120_000L,
        "simulated",
        "simulated/small",
        new Tokens(431L, 120L, 0L, 0L),
        UsageSource.PROVIDER,
        1_230_000L,
        "2026-11",
        0.92,
        11,
        0.87,
        Json.parse("1"),
        Map.of("accuracy", 1.0),
        Map.of("persona", "nurse"),
        List.of(new Call.Stage("render", 12L)),
        Json.parse("{\"age\":44}"),
        "trace-1",
        new Call.Bodies(Json.parse("{\"messages\":[]}"), Json.parse("{\"choices\":[\"é\"]}")));
  }

  /** A call of which anything may be unknown. */
  static Call random(String id, RandomGenerator chance) {
    boolean known = chance.nextInt(4) > 0;
    Duration ago = Duration.ofMillis(chance.nextLong(Duration.ofHours(20).toMillis()));
    return new Call(
        id,
        Room.NOW.minus(ago),
        chance.nextInt(10) == 0 ? null : chance.nextBoolean() ? V1 : V2,
        known ? "trial" : null,
        known ? (chance.nextBoolean() ? "control" : "treatment") : null,
        known ? Units.hash("unit-" + chance.nextInt(20)) : null,
        OUTCOMES.get(chance.nextInt(3)),
        chance.nextBoolean() ? null : "error-" + chance.nextInt(70),
        known ? 200 : null,
        maybe(chance, 5_000_000),
        maybe(chance, 1_000_000),
        known ? "simulated" : null,
        known ? "small" : null,
        new Tokens(maybe(chance, 5000), maybe(chance, 500), maybe(chance, 100), maybe(chance, 10)),
        known ? UsageSource.ESTIMATED : null,
        maybe(chance, 10_000_000_000L),
        known ? "2026" : null,
        chance.nextBoolean() ? null : (Double) chance.nextDouble(),
        chance.nextBoolean() ? null : (Integer) chance.nextInt(20),
        chance.nextBoolean() ? null : (Double) chance.nextDouble(),
        null,
        chance.nextBoolean()
            ? Map.of()
            : Map.of("score-" + chance.nextInt(70), chance.nextDouble(-5, 5)),
        chance.nextBoolean() ? Map.of() : Map.of("persona", "p" + chance.nextInt(3)),
        List.of(),
        null,
        null,
        Call.Bodies.NONE);
  }

  private static @Nullable Long maybe(RandomGenerator chance, long bound) {
    return chance.nextInt(4) == 0 ? null : (Long) chance.nextLong(bound);
  }
}
