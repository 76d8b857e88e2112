// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Moments;
import io.ratchet.stats.planning.SampleSize.Design;
import io.ratchet.stats.planning.SampleSize.Variances;
import io.ratchet.stats.sequential.NormalMixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleSizeTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final Design USUAL = Design.balanced(0.8, CONFIDENCE);

  @ParameterizedTest
  @CsvSource({"0.85, 0.88, 2034", "0.85, 0.9, 683", "0.85, 0.95, 138", "0.99, 0.98, 2316"})
  void oneLookNeedsTheTextbooksUnits(double control, double treatment, long perArm) {
    SampleSize size =
        SampleSize.fixed(treatment - control, Variances.ofRates(control, treatment), USUAL);
    assertThat(size.control()).isCloseTo(perArm, within(1L)).isEqualTo(size.treatment());
  }

  @Test
  void theUnitsGiveThePowerThatWasAsked() {
    Variances variances = new Variances(2, 3);
    Design design = new Design(0.2, 0.9, Alternative.GREATER, CONFIDENCE);
    SampleSize size = SampleSize.fixed(0.1, variances, design);
    double error = Math.sqrt(2.0 / size.control() + 3.0 / size.treatment());
    assertThat(Power.of(0.1, error, Alternative.GREATER, CONFIDENCE)).isCloseTo(0.9, within(1e-4));
    assertThat(Power.of(-0.1, error, Alternative.LESS, CONFIDENCE)).isCloseTo(0.9, within(1e-4));
    assertThat(Power.of(0, error, Alternative.TWO_SIDED, CONFIDENCE)).isCloseTo(0.05, within(1e-9));
    assertThat((double) size.treatment() / size.total()).isCloseTo(0.2, within(1e-3));
  }

  @Test
  void atHalfThePowerTheSequenceIsAsWideAsTheEffect() {
    Variances variances = Variances.ofRates(0.85, 0.9);
    NormalMixture mixture = NormalMixture.tunedFor(2000, CONFIDENCE);
    SampleSize size =
        SampleSize.alwaysValid(-0.05, variances, Design.balanced(0.5, CONFIDENCE), mixture);
    double error =
        Math.sqrt(variances.control() / size.control() + variances.treatment() / size.treatment());
    double critical = mixture.critical((double) size.total(), Alternative.TWO_SIDED, CONFIDENCE);
    assertThat(critical * error).isCloseTo(0.05, within(1e-4));
    assertThat(size.total())
        .as("above the median of 1,300 that looking finds")
        .isBetween(1300L, 1700L);
  }

  @Test
  void watchingCostsUnits() {
    Variances variances = Variances.ofRates(0.85, 0.9);
    NormalMixture mixture = NormalMixture.tunedFor(2000, CONFIDENCE);
    long fixed = SampleSize.fixed(0.05, variances, USUAL).total();
    long watched = SampleSize.alwaysValid(0.05, variances, USUAL, mixture).total();
    assertThat((double) watched / fixed).isBetween(1.5, 2.5);
  }

  @Test
  void smallerEffectsNeedMoreUnitsUpToALimit() {
    Variances variances = new Variances(1, 1);
    NormalMixture mixture = NormalMixture.tunedFor(1000, CONFIDENCE);
    long last = 0;
    for (double effect = 10; effect > 1e-5; effect /= 3) {
      long next = SampleSize.alwaysValid(effect, variances, USUAL, mixture).total();
      assertThat(next).isGreaterThanOrEqualTo(last);
      last = next;
    }
    assertThat(SampleSize.alwaysValid(1e-200, variances, USUAL, mixture).total())
        .isEqualTo(1L << 60);
    assertThat(SampleSize.fixed(1e-200, variances, USUAL).total()).isEqualTo(1L << 60);
  }

  @Test
  void metricsThatNeverVaryNeedOneUnitAnArmAtMost() {
    Variances none = Variances.of(Moments.of(3, 3), Moments.of(4, 4));
    NormalMixture mixture = NormalMixture.tunedFor(1000, CONFIDENCE);
    assertThat(SampleSize.alwaysValid(1, none, USUAL, mixture)).isEqualTo(new SampleSize(1, 1));
    assertThat(SampleSize.fixed(1, none, USUAL)).isEqualTo(new SampleSize(0, 0));
  }

  @Test
  void refusesWhatHasNoAnswer() {
    Variances variances = new Variances(1, 1);
    for (double effect : new double[] {0, Double.NaN, 1 / 0.0}) {
      assertThatThrownBy(() -> SampleSize.fixed(effect, variances, USUAL))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("an effect of " + effect);
    }
    assertThatThrownBy(() -> new Variances(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Design(1, 0.8, Alternative.LESS, CONFIDENCE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Design.balanced(0.05, CONFIDENCE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Power.of(1, 0, Alternative.LESS, CONFIDENCE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
