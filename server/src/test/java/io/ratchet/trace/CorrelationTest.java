// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** How two properties go together. */
final class CorrelationTest {
  @Test
  void isOneWhereTheyComeTogetherOnlyAndMinusOneWhereTheyExcludeEachOther() {
    assertThat(new Correlation(10, 10, 10, 100).npmi()).isCloseTo(1, within(1e-12));
    assertThat(new Correlation(10, 10, 0, 100).npmi()).isEqualTo(-1);
    assertThat(new Correlation(100, 100, 100, 100).npmi()).isEqualTo(1);
  }

  @Test
  void isNoneWhereTheyHaveNothingToDoWithEachOther() {
    assertThat(new Correlation(50, 20, 10, 100).npmi()).isCloseTo(0, within(1e-12));
    assertThat(new Correlation(0, 20, 0, 100).npmi()).isNaN();
    assertThat(new Correlation(0, 0, 0, 0).smoothed()).isNaN();
  }

  @Test
  void isDrawnTowardsNothingWhereTracesAreFew() {
    double few = new Correlation(1, 1, 1, 2).smoothed();
    double many = new Correlation(1000, 1000, 1000, 2000).smoothed();

    assertThat(few).isBetween(0.0, 0.9);
    assertThat(many).isGreaterThan(few).isCloseTo(1, within(0.01));
  }
}
