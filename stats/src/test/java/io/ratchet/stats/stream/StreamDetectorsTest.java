// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Detectors on streams of errors that get worse; their exact indices are in the golden numbers. */
class StreamDetectorsTest {

  private static final Map<String, Supplier<StreamDetector>> DETECTORS =
      Map.of(
          "adwin",
          () -> new Adwin(Adwin.USUAL_DELTA),
          "ddm",
          DriftDetectionMethod::new,
          "eddm",
          EarlyDriftDetection::new,
          "hddm",
          HoeffdingDrift::new,
          "hddm weighted",
          WeightedHoeffdingDrift::new,
          "page-hinkley",
          () -> new PageHinkley(30, 0.005, 20, 0.9999, true),
          "cusum",
          () -> new Cusum(30, 0.005, 20),
          "bayesian",
          () -> new BayesianChangepoint(30, 0.1, 0.1, 0.2, 0.001));

  static Stream<Map.Entry<String, Supplier<StreamDetector>>> detectors() {
    return DETECTORS.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void findModelsThatGetMuchWorse(Map.Entry<String, Supplier<StreamDetector>> named) {
    int found = 0;
    for (int seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      StreamDetector detector = named.getValue().get();
      for (int i = 0; i < 1000; i++) {
        detector.update(random.nextDouble() < 0.1 ? 1 : 0);
      }
      boolean drifted = false;
      for (int i = 0; i < 500; i++) {
        drifted |= detector.update(random.nextDouble() < 0.6 ? 1 : 0) == Signal.DRIFT;
      }
      found += drifted ? 1 : 0;
    }
    assertThat(found).as(named.getKey()).isGreaterThanOrEqualTo(48);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void refuseWhatIsNoValue(Map.Entry<String, Supplier<StreamDetector>> named) {
    StreamDetector detector = named.getValue().get();
    assertThatThrownBy(() -> detector.update(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void adwinForgetsWhatWasBeforeTheChange() {
    SplittableRandom random = new SplittableRandom(1);
    Adwin adwin = new Adwin(Adwin.USUAL_DELTA);
    for (int i = 0; i < 100_000; i++) {
      adwin.update(i < 90_000 ? random.nextGaussian() : 5 + random.nextGaussian());
    }
    assertThat(adwin.width()).isLessThan(10_100);
    assertThat(adwin.mean()).isBetween(4.9, 5.1);
  }

  @Test
  void theBayesianKeepsFewRunsOfALongStableStream() {
    SplittableRandom random = new SplittableRandom(1);
    BayesianChangepoint detector = new BayesianChangepoint(30, 0, 1, 1, 0.001);
    for (int i = 0; i < 20_000; i++) {
      detector.update(random.nextGaussian());
    }
    assertThat(detector.runs()).isLessThan(5000);
  }
}
