// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class IntervalBarTest {
  @Test
  void anIntervalAroundNoChangeHoldsTheMiddle() {
    assertThat(IntervalBar.of(-0.5, 0.25, 1, null)).isEqualTo("------[=====|==o========]");
  }

  @Test
  void anIntervalOfLossesEndsLeftOfTheMiddle() {
    assertThat(IntervalBar.of(-1, -0.5, -0.25, null)).isEqualTo("[=====o==]--|------------");
  }

  @Test
  void aLimitIsMarkedEvenWhereItIsFurthestOut() {
    assertThat(IntervalBar.of(0.05, 0.1, 0.15, 0.3)).isEqualTo("------------|-[=o=]-----!");
  }

  @Test
  void nothingAtAllIsThePlaceOfNoChange() {
    assertThat(IntervalBar.of(0, 0, 0, null)).isEqualTo("------------o------------");
  }
}
