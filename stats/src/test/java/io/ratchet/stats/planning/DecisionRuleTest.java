// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DecisionRuleTest {

  @Test
  void successMetricsShareAlphaAndGuardrailsShareTheMisses() {
    DecisionRule rule = new DecisionRule(2, 4, 0.05, 0.8);
    assertThat(rule.success().alpha()).isEqualTo(0.025);
    assertThat(rule.guardrail().alpha()).isEqualTo(0.05);
    assertThat(rule.guardrail().power()).isCloseTo(0.95, within(1e-12));
    assertThat(rule.success().power()).isEqualTo(rule.guardrail().power());
  }

  @Test
  void oneMetricAloneKeepsWhatWasAskedFor() {
    assertThat(new DecisionRule(1, 0, 0.05, 0.8).success().power()).isCloseTo(0.8, within(1e-12));
    assertThat(new DecisionRule(0, 1, 0.05, 0.8).guardrail().alpha()).isEqualTo(0.05);
  }

  @Test
  void refusesARuleWithoutMetrics() {
    assertThatThrownBy(() -> new DecisionRule(0, 0, 0.05, 0.8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DecisionRule(1, 1, 0, 0.8))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
