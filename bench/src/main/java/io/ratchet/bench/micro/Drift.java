// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.micro;

import io.ratchet.stats.Result;
import io.ratchet.stats.drift.Comparison;
import io.ratchet.stats.drift.DriftMethod;
import io.ratchet.stats.drift.DriftPolicy;
import io.ratchet.stats.drift.DriftReport;
import io.ratchet.stats.drift.NumericProfile;
import io.ratchet.stats.drift.NumericReference;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What a prediction costs the profile of each of its features, and the report of 100 features after
 * a million of them: normal values against a reference of 10,000.
 */
@State(Scope.Benchmark)
public class Drift {
  private static final int FEATURES = 100;
  private static final int REFERENCE = 10_000;
  private static final int ROWS = 1_000_000;
  private static final int VALUES = 1 << 16;

  private final Comparison comparison = new Comparison(Comparison.USUAL_TAIL);
  private final NumericReference reference = reference();
  private final double[] values = values(2, VALUES);
  private final NumericProfile profile = reference.newProfile();
  private final List<NumericProfile> million = new ArrayList<>();
  private int next;

  /** Fills the profiles of the report: the same values, each feature with a start of its own. */
  public Drift() {
    for (int feature = 0; feature < FEATURES; feature++) {
      NumericProfile filled = reference.newProfile();
      for (int row = 0; row < ROWS; row++) {
        filled.add(values[(row + feature) & (VALUES - 1)]);
      }
      million.add(filled);
    }
  }

  private static double[] values(long seed, int count) {
    SplittableRandom chance = new SplittableRandom(seed);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = chance.nextGaussian();
    }
    return values;
  }

  private static NumericReference reference() {
    return switch (NumericReference.of(values(1, REFERENCE), 64)) {
      case Result.Computed<NumericReference>(NumericReference made) -> made;
      case Result.Degenerate<NumericReference>(Result.Reason _, String why) ->
          throw new IllegalStateException(why);
    };
  }

  /** One value. */
  @Benchmark
  public void update() {
    profile.add(values[next++ & (VALUES - 1)]);
  }

  /** All features, by their usual method and by what is missing. */
  @Benchmark
  public DriftReport report() {
    List<DriftPolicy.Watched> watched = new ArrayList<>();
    for (int i = 0; i < FEATURES; i++) {
      String name = "feature " + i;
      NumericProfile window = million.get(i);
      watched.add(watched(name, Comparison.usualMethod(reference), window));
      watched.add(watched(name, DriftMethod.MISSING, window));
    }
    return DriftPolicy.USUAL.judge(watched);
  }

  private DriftPolicy.Watched watched(String name, DriftMethod method, NumericProfile window) {
    return new DriftPolicy.Watched(comparison.of(name, method, reference, window), List.of());
  }
}
