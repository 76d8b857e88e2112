// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Proportion;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClopperPearsonIntervalTest {
  private static Interval interval(long successes, long trials) {
    return ClopperPearsonInterval.of(new Proportion(successes, trials), Confidence.of(0.95))
        .asOptional()
        .orElseThrow();
  }

  @Test
  void withoutSuccessesItEndsWhereTheirAbsenceIsAsRareAsHalfOfAlpha() {
    assertThat(interval(0, 10).lower()).isZero();
    assertThat(interval(0, 10).upper()).isCloseTo(1 - Math.pow(0.025, 0.1), within(1e-12));
    assertThat(interval(10, 10).upper()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 10", "37, 2000", "1000, 2000", "1999, 2000"})
  void atItsEndsWhatWasSeenIsJustAsRareAsHalfOfAlpha(int successes, int trials) {
    Interval interval = interval(successes, trials);

    BinomialDistribution atLower = BinomialDistribution.of(trials, interval.lower());
    BinomialDistribution atUpper = BinomialDistribution.of(trials, interval.upper());
    assertThat(atLower.survivalProbability(successes - 1)).isCloseTo(0.025, within(1e-8));
    assertThat(atUpper.cumulativeProbability(successes)).isCloseTo(0.025, within(1e-8));
  }

  @Test
  void withoutTrialsThereIsNone() {
    assertThat(ClopperPearsonInterval.of(new Proportion(0, 0), Confidence.of(0.95)).asOptional())
        .isEmpty();
  }
}
