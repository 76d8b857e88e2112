// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Checks a claim on many random cases of growing size, the same ones in every run.
 *
 * <p>A case is a seed and a size: the claim draws its data from a generator of that seed, as much
 * of it as the size says. When a case fails, its seed is tried at every smaller size, so that what
 * is reported is small. The message says how to run that one case again, and {@code
 * -Dratchet.property.seed} starts from another seed.
 */
public final class Property {

  /** What must hold for all data; throws where it does not. */
  public interface Claim {
    void check(RandomGenerator random, int size);
  }

  private static final long SEED = 20_240_229;
  private static final int CASES = 200;
  private static final int LARGEST_SIZE = 400;

  private Property() {}

  /** Fails, with the smallest failing case found, if the claim does not hold everywhere. */
  public static void holds(Claim claim) {
    String single = System.getProperty("ratchet.property.case", "");
    if (single.isEmpty()) {
      holds(claim, Long.getLong("ratchet.property.seed", SEED));
    } else {
      String[] parts = single.split(":");
      throwIfAny(new Case(Long.parseLong(parts[0]), Integer.parseInt(parts[1])).run(claim));
    }
  }

  private static void holds(Claim claim, long seed) {
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int i = 1; i <= CASES; i++) {
      Case tried = new Case(seeds.nextLong(), Math.ceilDiv(i * LARGEST_SIZE, CASES));
      Optional<AssertionError> fault = tried.run(claim);
      if (fault.isPresent()) {
        throwIfAny(tried.smallest(claim).or(() -> fault));
      }
    }
  }

  private static void throwIfAny(Optional<AssertionError> fault) {
    if (fault.isPresent()) {
      throw fault.get();
    }
  }

  private record Case(long seed, int size) {

    Optional<AssertionError> run(Claim claim) {
      try {
        claim.check(new SplittableRandom(seed), size);
        return Optional.empty();
      } catch (AssertionError | RuntimeException fault) {
        return Optional.of(
            new AssertionError(
                "fails at size %d; again: -Dratchet.property.case=%d:%d%n%s"
                    .formatted(size, seed, size, fault),
                fault));
      }
    }

    Optional<AssertionError> smallest(Claim claim) {
      for (int smaller = 1; smaller < size; smaller++) {
        Optional<AssertionError> fault = new Case(seed, smaller).run(claim);
        if (fault.isPresent()) {
          return fault;
        }
      }
      return Optional.empty();
    }
  }
}
