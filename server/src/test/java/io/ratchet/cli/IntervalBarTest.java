// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class IntervalBarTest {
  @Test
  void anIntervalAroundNoChangeHoldsTheMiddle() {
    assertThat(IntervalBar.of(-0.5, 0.25, 1.0, null)).isEqualTo("------[=====|==o========]");
  }

  @Test
  void anIntervalOfLossesEndsLeftOfTheMiddle() {
    assertThat(IntervalBar.of(-1.0, -0.5, -0.25, null)).isEqualTo("[=====o==]--|------------");
  }

  @Test
  void aLimitIsMarkedEvenWhereItIsFurthestOut() {
    assertThat(IntervalBar.of(0.05, 0.1, 0.15, 0.3)).isEqualTo("------------|-[=o=]-----!");
  }

  @Test
  void nothingAtAllIsThePlaceOfNoChange() {
    assertThat(IntervalBar.of(0.0, 0, 0.0, null)).isEqualTo("------------o------------");
  }

  @Test
  void anEndThatIsNotBoundedIsAnArrow() {
    String below = IntervalBar.of(-0.5, 0.5, null, null);

    assertThat(below).isEqualTo("[===========|==========o>");
    assertThat(IntervalBar.of(null, 0, 1.0, null)).isEqualTo("<===========o===========]");
    assertThat(IntervalBar.legend(below)).endsWith("< > goes on");
    assertThat(IntervalBar.legend("--[=o=]--|---")).endsWith("! limit");
  }

  @Test
  void anEndBeyondTheScaleIsAnArrowToo() {
    assertThat(IntervalBar.of(-9.0, 0.5, 0.75, null, 1)).isEqualTo("<===========|=====o==]---");
    assertThat(IntervalBar.of(2.0, 3, 4.0, null, 1)).isEqualTo("------------|----------o>");
  }

  @Test
  void anIntervalThatContradictsItselfIsDrawnAllTheSame() {
    assertThat(IntervalBar.of(0.5, 0.25, 0.25, null, 1)).contains("[").hasSize(25);
  }
}
