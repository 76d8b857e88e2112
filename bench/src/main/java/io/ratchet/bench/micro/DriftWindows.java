// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.micro;

import io.ratchet.bench.harness.Report;
import io.ratchet.stats.Result;
import io.ratchet.stats.drift.Comparison;
import io.ratchet.stats.drift.DriftPolicy;
import io.ratchet.stats.drift.DriftReport;
import io.ratchet.stats.drift.NumericProfile;
import io.ratchet.stats.drift.NumericReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How long drift takes to be reported, and how often it is where nothing changed: 12 normal
 * features, one of them shifted by a share of its deviation from the first window on, against a
 * reference of 5,000 rows, by the usual rule.
 */
final class DriftWindows {
  private static final String TABLE = "windows until drift";
  private static final int FEATURES = 12;
  private static final int REFERENCE = 5_000;
  private static final int RUNS = 60;
  private static final int MOST = 20;
  private static final int CELLS = 64;
  private static final double[] SHIFTS = {0, 0.1, 0.25, 0.5, 1};
  private static final int[] ROWS = {100, 300, 1_000};

  private final Comparison comparison = new Comparison(Comparison.USUAL_TAIL);
  private final SplittableRandom chance = new SplittableRandom(11);

  /** Adds a row for each size of window and each shift. */
  void report(Report report) {
    for (int rows : ROWS) {
      for (double shift : SHIFTS) {
        int[] windows = new int[RUNS];
        for (int run = 0; run < RUNS; run++) {
          windows[run] = untilDrift(rows, shift);
        }
        Arrays.sort(windows);
        long found = Arrays.stream(windows).filter(one -> one <= MOST).count();
        int median = windows[RUNS / 2];
        report.row(
            TABLE,
            "rows a window",
            rows,
            "shift, deviations",
            shift,
            "found within " + MOST + " windows",
            (double) found / RUNS,
            "median window",
            median > MOST ? "-" : Integer.toString(median));
      }
    }
  }

  /** The first window that is reported; one more than the most where none is. */
  private int untilDrift(int rows, double shift) {
    List<NumericReference> references = new ArrayList<>();
    List<List<Boolean>> before = new ArrayList<>();
    for (int feature = 0; feature < FEATURES; feature++) {
      references.add(reference());
      before.add(new ArrayList<>());
    }
    for (int window = 1; window <= MOST; window++) {
      List<DriftPolicy.Watched> watched = new ArrayList<>();
      for (int feature = 0; feature < FEATURES; feature++) {
        NumericReference reference = references.get(feature);
        NumericProfile profile = reference.newProfile();
        for (int row = 0; row < rows; row++) {
          profile.add(chance.nextGaussian() + (feature == 0 ? shift : 0));
        }
        watched.add(
            new DriftPolicy.Watched(
                comparison.of(
                    "feature " + feature, Comparison.usualMethod(reference), reference, profile),
                before.get(feature)));
      }
      DriftReport judged = DriftPolicy.USUAL.judge(watched);
      if (!judged.drifted().isEmpty()) {
        return window;
      }
      for (int feature = 0; feature < FEATURES; feature++) {
        before.get(feature).add(judged.features().get(feature).suspected());
      }
    }
    return MOST + 1;
  }

  private NumericReference reference() {
    double[] values = new double[REFERENCE];
    Arrays.setAll(values, _ -> chance.nextGaussian());
    return switch (NumericReference.of(values, CELLS)) {
      case Result.Computed<NumericReference>(NumericReference made) -> made;
      case Result.Degenerate<NumericReference>(Result.Reason _, String why) ->
          throw new IllegalStateException(why);
    };
  }
}
