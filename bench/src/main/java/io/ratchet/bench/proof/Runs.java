// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Independent runs on all processors, each with chance of its own, in an order that stays. */
final class Runs {
  private Runs() {}

  static <T> List<T> of(int runs, long seed, Function<SplittableRandom, T> run) {
    SplittableRandom source = new SplittableRandom(seed);
    List<SplittableRandom> chances = Stream.generate(source::split).limit(runs).toList();
    return IntStream.range(0, runs).parallel().mapToObj(i -> run.apply(chances.get(i))).toList();
  }
}
