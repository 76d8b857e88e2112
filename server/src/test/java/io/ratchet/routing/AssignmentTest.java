// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.registry.Semver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AssignmentTest {
  private static final int UNITS = 100_000;

  /** Written down so that no release ever assigns everybody afresh. */
  private static final int PINNED_BUCKET = 56_755;

  /** From the reference implementation's own check (xxhsum.c), and well-known texts. */
  @ParameterizedTest
  @CsvSource({
    "'', 0, EF46DB3751D8E999",
    "'', 1, D5AFBA1336A3BE4B",
    "a, 0, D24EC4F1A98C6E5B",
    "abc, 0, 44BC2CF5AD770999",
    "Nobody inspects the spammish repetition, 0, FBCEA83C8A378BF1",
  })
  void hashesTextsAsTheReferenceDoes(String text, long seed, String expected) {
    assertThat(XxHash64.hash(text.getBytes(StandardCharsets.UTF_8), seed))
        .isEqualTo(Long.parseUnsignedLong(expected, 16));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, EF46DB3751D8E999",
    "0, 9E3779B1, AC75FDA2929B17EF",
    "1, 0, E934A84ADB052768",
    "1, 9E3779B1, 5014607643A9B4C3",
    "4, 0, 9136A0DCA57457EE",
    "14, 0, 8282DCC4994E35C8",
    "14, 9E3779B1, C3BD6BF63DEB6DF0",
    "222, 0, B641AE8CB691C174",
    "222, 9E3779B1, 20CB8AB7AE10C14A",
  })
  void hashesTheReferenceBufferAsTheReferenceDoes(int length, String seed, String expected) {
    byte[] buffer = new byte[length];
    long generator = 0x9E3779B1L;
    for (int i = 0; i < length; i++) {
      buffer[i] = (byte) (generator >>> 56);
      generator *= 0x9E3779B185EBCA8DL;
    }

    assertThat(XxHash64.hash(buffer, Long.parseLong(seed, 16)))
        .isEqualTo(Long.parseUnsignedLong(expected, 16));
  }

  @Test
  void aUnitStaysWhereItIs() {
    long seed = Assignment.seed("extraction");

    for (int i = 0; i < 1_000; i++) {
      assertThat(Assignment.bucket(seed, "user-" + i))
          .isEqualTo(Assignment.bucket(seed, "user-" + i));
    }
    assertThat(Assignment.bucket(seed, "user-17")).isEqualTo(PINNED_BUCKET);
  }

  /** Each share is within 5 standard deviations of a binomial count, for names of many shapes. */
  @ParameterizedTest
  @ValueSource(strings = {"user-%d", "%d", "%08x", "https://example.org/sessions/%d/a", "é%d"})
  void sharesAreWithinBinomialBounds(String shape) {
    List<Arm> arms =
        AllocationPolicy.allocate(
            List.of(), weights("1.0.0", 700_000, "2.0.0", 250_000, "3.0.0", 50_000));
    long seed = Assignment.seed("extraction");
    int[] counts = new int[3];
    for (int i = 0; i < UNITS; i++) {
      counts[Assignment.arm(arms, Assignment.bucket(seed, shape.formatted(i)))]++;
    }

    double[] shares = {0.7, 0.25, 0.05};
    for (int i = 0; i < 3; i++) {
      double deviation = Math.sqrt(UNITS * shares[i] * (1 - shares[i]));
      assertThat((double) counts[i]).isCloseTo(UNITS * shares[i], within(5 * deviation));
    }
  }

  /** Who is in which arm under one salt says nothing about another: trials do not disturb. */
  @Test
  void saltsAreIndependent() {
    long one = Assignment.seed("trial-1");
    long other = Assignment.seed("trial-2");
    int both = 0;
    for (int i = 0; i < UNITS; i++) {
      boolean inOne = Assignment.bucket(one, "user-" + i) < 500_000;
      boolean inOther = Assignment.bucket(other, "user-" + i) < 500_000;
      both += inOne && inOther ? 1 : 0;
    }

    assertThat((double) both).isCloseTo(UNITS * 0.25, within(5 * Math.sqrt(UNITS * 0.1875)));
  }

  @Test
  void rampingUpMovesNobodyWhoIsIn() {
    List<Arm> arms = AllocationPolicy.allocate(List.of(), weights("1.0.0", 1_000_000));
    BitSet in = new BitSet();
    for (int parts : new int[] {1, 10_000, 50_000, 250_000, 500_000, 1_000_000}) {
      arms = AllocationPolicy.allocate(arms, weights("1.0.0", 1_000_000 - parts, "2.0.0", parts));
      BitSet now = buckets(arms.get(1));

      assertThat(now.cardinality()).isEqualTo(parts);
      BitSet stayed = (BitSet) now.clone();
      stayed.and(in);
      assertThat(stayed).isEqualTo(in);
      in = now;
    }
  }

  @Test
  void rampingDownAndUpAgainBringsBackTheSameUnits() {
    List<Arm> twenty =
        AllocationPolicy.allocate(List.of(), weights("1.0.0", 800_000, "2.0.0", 200_000));
    List<Arm> five = AllocationPolicy.allocate(twenty, weights("1.0.0", 950_000, "2.0.0", 50_000));

    assertThat(AllocationPolicy.allocate(five, weights("1.0.0", 800_000, "2.0.0", 200_000)))
        .isEqualTo(twenty);
    assertThat(five.get(1).ranges()).containsExactly(new Arm.Range(950_000, 1_000_000));
  }

  /** For any sequence of shares: they are exact, cover everything, and only losers lose units. */
  @Test
  void anyChangeMovesAsFewUnitsAsItCan() {
    Random chance = new Random(7);
    for (int run = 0; run < 40; run++) {
      List<Arm> before = AllocationPolicy.allocate(List.of(), random(chance));
      for (int step = 0; step < 10; step++) {
        List<Weight> wanted = random(chance);
        List<Arm> after = AllocationPolicy.allocate(before, wanted);
        check(before, after, wanted);
        before = after;
      }
    }
  }

  private static void check(List<Arm> before, List<Arm> after, List<Weight> wanted) {
    BitSet all = new BitSet();
    for (int i = 0; i < after.size(); i++) {
      Arm arm = after.get(i);
      BitSet now = buckets(arm);
      assertThat(now.cardinality()).isEqualTo(wanted.get(i).parts());
      assertThat(now.intersects(all)).isFalse();
      all.or(now);
      before.stream()
          .filter(old -> old.version().equals(arm.version()))
          .forEach(old -> {
            BitSet kept = buckets(old);
            kept.and(now);
            assertThat(kept.cardinality()).isEqualTo(Math.min(old.parts(), arm.parts()));
          });
    }
    assertThat(all.cardinality()).isEqualTo(Arm.BUCKETS);
  }

  private static List<Weight> random(Random chance) {
    int[] cuts = chance.ints(3, 0, Arm.BUCKETS + 1).sorted().toArray();
    List<Weight> weights = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int to = i == cuts.length ? Arm.BUCKETS : cuts[i];
      weights.add(new Weight(Semver.parse((i + 1) + ".0.0"), null, to - from));
      from = to;
    }
    return weights;
  }

  private static BitSet buckets(Arm arm) {
    BitSet set = new BitSet(Arm.BUCKETS);
    arm.ranges().forEach(range -> set.set(range.from(), range.to()));
    return set;
  }

  private static List<Weight> weights(Object... pairs) {
    List<Weight> weights = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      weights.add(new Weight(Semver.parse((String) pairs[i]), null, (Integer) pairs[i + 1]));
    }
    return weights;
  }
}
