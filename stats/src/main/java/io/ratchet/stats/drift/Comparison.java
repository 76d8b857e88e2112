// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import io.ratchet.stats.Result;
import io.ratchet.stats.drift.Measurement.Measured;
import io.ratchet.stats.drift.Measurement.Unmeasured;

/**
 * Compares windows with their references by any method.
 *
 * <p>Distances between shares are those of a few groups of about equal share in the reference, at
 * most {@value Grouping#USUAL}, where the feature is numeric, and of the categories where it is
 * not; those that the smaller sample would have less than {@value #FEWEST} times are joined. The
 * p-value beside them is {@link ShareTest#chiSquare}'s of the same cells; beside distances along
 * the axis it is {@link BinnedKolmogorovSmirnov}'s.
 *
 * @param tail the chance that a distance exceeds its noise floor under no change
 */
public record Comparison(double tail) {

  /** The usual tail, of one in a thousand. */
  public static final double USUAL_TAIL = 0.001;

  private static final double FEWEST = 10;

  /** Up to how many distinct values a numeric feature is compared by shares. */
  private static final int FEW_VALUES = 5;

  public Comparison {
    if (!(tail > 0 && tail <= 0.1)) {
      throw new IllegalArgumentException("not the chance of an exception: " + tail);
    }
  }

  /** The method that suits a feature. */
  public static DriftMethod usualMethod(FeatureReference reference) {
    return switch (reference) {
      case NumericReference numeric -> {
        boolean few = numeric.bins().discrete() && numeric.bins().cells() <= 2 * FEW_VALUES + 1;
        yield few || numeric.scale() == 0 ? DriftMethod.JENSEN_SHANNON : DriftMethod.WASSERSTEIN;
      }
      case CategoryReference _ -> DriftMethod.JENSEN_SHANNON;
    };
  }

  /** Compares a numeric feature's values; one whose reference is constant by shares only. */
  public Measurement of(
      String feature, DriftMethod method, NumericReference reference, NumericProfile profile) {
    if (!reference.bins().equals(profile.bins())) {
      throw new IllegalArgumentException(feature + " was not counted in its reference's cells");
    }
    NumericSummary summary = profile.summary();
    if (method == DriftMethod.MISSING) {
      return missing(
          feature, reference.count(), reference.missing(), summary.count(), summary.unusable());
    }
    boolean fallback = method == DriftMethod.WASSERSTEIN && reference.scale() == 0;
    DriftMethod used = fallback ? DriftMethod.JENSEN_SHANNON : method;
    Result<CountPair> counted =
        CountPair.of(reference.counts(), reference.worth(), profile.counts());
    return switch (counted) {
      case Result.Degenerate<CountPair>(Result.Reason _, String why) ->
          new Unmeasured(feature, used, reference.count(), summary.count(), why);
      case Result.Computed<CountPair>(CountPair fine) -> {
        CountPair groups = Grouping.of(fine, reference.bins().discrete()).pooled(FEWEST);
        long n = reference.count();
        yield used.numericOnly()
            ? alongAxis(feature, used, reference, profile, fine, groups)
            : ofShares(feature, used, groups, n, summary.count());
      }
    };
  }

  /** Compares a categorical feature's values. */
  public Measurement of(
      String feature, DriftMethod method, CategoryReference reference, CategoryProfile profile) {
    if (!reference.categories().equals(profile.categories())) {
      throw new IllegalArgumentException(feature + " was not counted in its reference's cells");
    }
    long n = reference.count();
    long m = profile.count();
    if (method == DriftMethod.MISSING) {
      return missing(feature, n, reference.missing(), m, profile.missing());
    }
    DriftMethod used = method.numericOnly() ? DriftMethod.JENSEN_SHANNON : method;
    return switch (CountPair.of(reference.counts(), profile.counts())) {
      case Result.Degenerate<CountPair>(Result.Reason _, String why) ->
          new Unmeasured(feature, used, n, m, why);
      case Result.Computed<CountPair>(CountPair pair) ->
          ofShares(feature, used, pair.pooled(FEWEST), n, m);
    };
  }

  private Measurement alongAxis(
      String feature,
      DriftMethod method,
      NumericReference reference,
      NumericProfile profile,
      CountPair fine,
      CountPair groups) {
    BinnedKolmogorovSmirnov smirnov = BinnedKolmogorovSmirnov.of(fine);
    boolean axis = method == DriftMethod.WASSERSTEIN;
    NormalizedWasserstein moved =
        axis
            ? NormalizedWasserstein.of(reference, profile, tail)
            : new NormalizedWasserstein(
                smirnov.distance(), NoiseFloor.kolmogorovSmirnov(fine, tail), 0);
    return new Measured(
        feature,
        method,
        moved.distance(),
        moved.noiseFloor(),
        smirnov.pValue(),
        ShareDistance.jensenShannon(groups),
        reference.count(),
        profile.summary().count());
  }

  private Measurement ofShares(
      String feature, DriftMethod method, CountPair pair, long reference, long current) {
    double pValue = ShareTest.chiSquare(pair).asOptional().map(ShareTest::pValue).orElse(1.0);
    return new Measured(
        feature,
        method,
        effect(method, pair),
        noiseFloor(method, pair),
        pValue,
        ShareDistance.jensenShannon(pair),
        reference,
        current);
  }

  private static double effect(DriftMethod method, CountPair pair) {
    return switch (method) {
      case POPULATION_STABILITY -> PopulationStability.of(pair).value();
      case JENSEN_SHANNON -> ShareDistance.jensenShannon(pair);
      case HELLINGER -> ShareDistance.hellinger(pair);
      case TOTAL_VARIATION -> ShareDistance.totalVariation(pair);
      case LARGEST_DIFFERENCE, MISSING -> ShareDistance.largestDifference(pair);
      case CRAMERS_V -> ShareDistance.cramersV(pair);
      case WASSERSTEIN, KOLMOGOROV_SMIRNOV ->
          throw new IllegalStateException(method + " is no distance between shares");
    };
  }

  private double noiseFloor(DriftMethod method, CountPair pair) {
    return switch (method) {
      case POPULATION_STABILITY -> NoiseFloor.populationStability(pair, tail);
      case JENSEN_SHANNON -> NoiseFloor.jensenShannon(pair, tail);
      case HELLINGER -> NoiseFloor.hellinger(pair, tail);
      case TOTAL_VARIATION -> NoiseFloor.totalVariation(pair, tail);
      case LARGEST_DIFFERENCE, MISSING -> NoiseFloor.largestDifference(pair, tail);
      case CRAMERS_V -> NoiseFloor.cramersV(pair, tail);
      case WASSERSTEIN, KOLMOGOROV_SMIRNOV ->
          throw new IllegalStateException(method + " is no distance between shares");
    };
  }

  private Measurement missing(
      String feature, long values, long missing, long currentValues, long currentMissing) {
    long n = values + missing;
    long m = currentValues + currentMissing;
    long[] then = {values, missing};
    long[] now = {currentValues, currentMissing};
    return switch (CountPair.of(then, now)) {
      case Result.Degenerate<CountPair>(Result.Reason _, String why) ->
          new Unmeasured(feature, DriftMethod.MISSING, n, m, why);
      case Result.Computed<CountPair>(CountPair pair) ->
          ofShares(feature, DriftMethod.MISSING, pair, n, m);
    };
  }
}
