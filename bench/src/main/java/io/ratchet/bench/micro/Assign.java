// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.micro;

import io.ratchet.registry.Semver;
import io.ratchet.routing.Arm;
import io.ratchet.routing.Assignment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Finds the arm of a unit, another unit each time: as long as a UUID, and as short as a name. */
@State(Scope.Benchmark)
public class Assign {
  private static final int UNITS = 1 << 12;
  private static final String[] UUIDS =
      units(number -> UUID.nameUUIDFromBytes(bytes(number)).toString());
  private static final String[] NAMES = units(number -> "user-" + number);

  private final long seed = Assignment.seed("extraction");
  private final List<Arm> two = arms(800_000, 200_000);
  private final List<Arm> five = arms(200_000, 200_000, 200_000, 200_000, 200_000);
  private int next;

  private static String[] units(IntFunction<String> unit) {
    return IntStream.range(0, UNITS).mapToObj(unit).toArray(String[]::new);
  }

  private static byte[] bytes(int number) {
    return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  private static List<Arm> arms(int... parts) {
    int[] from = new int[parts.length + 1];
    for (int i = 0; i < parts.length; i++) {
      from[i + 1] = from[i] + parts[i];
    }
    return IntStream.range(0, parts.length)
        .mapToObj(i ->
            new Arm(
                Semver.parse(i + 1 + ".0.0"), null, List.of(new Arm.Range(from[i], from[i + 1]))))
        .toList();
  }

  private int assign(String[] units, List<Arm> arms) {
    next = (next + 1) & (UNITS - 1);
    return Assignment.arm(arms, Assignment.bucket(seed, units[next]));
  }

  @Benchmark
  public int nameOfTwo() {
    return assign(NAMES, two);
  }

  @Benchmark
  public int uuidOfTwo() {
    return assign(UUIDS, two);
  }

  @Benchmark
  public int uuidOfFive() {
    return assign(UUIDS, five);
  }
}
