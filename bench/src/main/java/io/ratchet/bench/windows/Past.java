// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.windows;

import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import io.ratchet.call.Tokens;
import io.ratchet.call.UsageSource;
import io.ratchet.call.WindowFill;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Eight days of calls up to now, seeded: three versions, four personas, the same rate all along.
 */
final class Past {
  static final String ASSET = "extraction";
  static final List<String> VERSIONS = List.of("v1.0.0", "v1.1.0", "v2.0.0");

  /** As much at a time as the product itself takes from its spool. */
  private static final Duration STEP = Duration.ofMinutes(5);

  private static final int STEPS = (int) Duration.ofDays(8).dividedBy(STEP);

  private static final List<String> PERSONAS =
      List.of("nurse", "physician", "coder", "underwriter");
  private static final double FAILURES = 0.03;

  private final SplittableRandom chance = new SplittableRandom(17);
  private final Instant start =
      Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(STEP.multipliedBy(STEPS));
  private final List<Call.Subject> subjects =
      VERSIONS.stream().map(version -> new Call.Subject("prompt", ASSET, version)).toList();

  /** Adds calls, evenly over the time. */
  void add(WindowFill fill, long calls) {
    for (int step = 0; step < STEPS; step++) {
      Instant begin = start.plus(STEP.multipliedBy(step));
      int count = (int) (calls * (step + 1) / STEPS - calls * step / STEPS);
      List<Call> batch = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        batch.add(call(begin.plusMillis(STEP.toMillis() * i / count)));
      }
      fill.count(batch);
    }
  }

  private Call call(Instant time) {
    boolean success = chance.nextDouble() >= FAILURES;
    return new Call(
        "",
        time,
        subjects.get(chance.nextInt(subjects.size())),
        null,
        null,
        null,
        success ? Outcome.SUCCESS : Outcome.FAILURE,
        success ? null : "timeout",
        success ? 200 : 504,
        (long) (800_000 * Math.exp(0.5 * chance.nextGaussian())),
        null,
        "openai",
        "gpt-4o",
        new Tokens(chance.nextLong(200, 900), chance.nextLong(20, 300), 0L, 0L),
        UsageSource.PROVIDER,
        chance.nextLong(100_000, 2_000_000),
        null,
        success ? chance.nextInt(50, 101) / 100.0 : null,
        success ? chance.nextInt(5, 18) : null,
        null,
        null,
        Map.of(),
        Map.of("persona", PERSONAS.get(chance.nextInt(PERSONAS.size()))),
        List.of(),
        null,
        null,
        Call.Bodies.NONE);
  }
}
