// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Moments;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WindowTest {
  private final Random chance = new Random(5);

  @Test
  void anySplitOfCallsIntoWindowsAddsUpToTheSame() {
    for (int round = 0; round < 50; round++) {
      List<Call> calls = fewNames(200);
      byte[] whole = window(calls).toBytes();

      Collections.shuffle(calls, chance);
      Window merged = new Window();
      for (int from = 0; from < calls.size(); ) {
        int to = Math.min(calls.size(), from + 1 + chance.nextInt(60));
        merged.merge(window(calls.subList(from, to)).toBytes());
        from = to;
      }

      assertThat(json(merged)).isEqualTo(json(window(calls)));
      assertThat(merged.toBytes()).hasSameSizeAs(whole);
    }
  }

  @Test
  void comesBackFromItsBytes() {
    Window window = window(fewNames(100));
    Window read = new Window();

    read.merge(window.toBytes());

    assertThat(read.toBytes()).isEqualTo(window.toBytes());
  }

  @Test
  void namesBeyondTheirLimitAreCountedTogether() {
    Window window = new Window();
    for (int i = 0; i < 200; i++) {
      window.addScore("score-" + i, 1);
    }

    assertThat(window.scores()).hasSize(Bounds.SCORE_NAMES + 1);
    assertThat(window.scores().get(Bounds.OTHER))
        .extracting(Sums::count)
        .isEqualTo(200L - Bounds.SCORE_NAMES);
  }

  @Test
  void sumsAreExactWhereDoublesAreNot() {
    Sums sums = new Sums(1e9);
    BigInteger total = BigInteger.ZERO;
    for (int i = 0; i < 1_000; i++) {
      long value = chance.nextLong(-1_000_000_000_000_000_000L, 1_000_000_000_000_000_000L);
      sums.add(value);
      total = total.add(BigInteger.valueOf(value));
    }

    assertThat(sums.total()).isEqualTo(total);
  }

  @Test
  void momentsAreThoseOfTheValues() {
    double[] values = DoubleStream.generate(() -> chance.nextDouble(1e6)).limit(500).toArray();
    Sums sums = new Sums(1e3);
    DoubleStream.of(values).forEach(value -> sums.add(Math.round(value * 1e3)));

    Moments expected =
        Moments.of(DoubleStream.of(values).map(v -> Math.round(v * 1e3) / 1e3).toArray());

    assertThat(sums.moments().mean()).isCloseTo(expected.mean(), within(1e-6));
    assertThat(sums.moments().m2() / expected.m2()).isCloseTo(1, within(1e-9));
  }

  private static String json(Window window) {
    return MetricsJson.of(window).toString();
  }

  private static Window window(List<Call> calls) {
    Window window = new Window();
    calls.forEach(window::add);
    return window;
  }

  private List<Call> fewNames(int count) {
    List<Call> calls = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> calls.add(Examples.random("call-" + i, chance)));
    calls.removeIf(call -> call.errorType() != null && call.errorType().length() > 7);
    calls.removeIf(call -> call.scores().keySet().stream().anyMatch(name -> name.length() > 7));
    return calls;
  }
}
