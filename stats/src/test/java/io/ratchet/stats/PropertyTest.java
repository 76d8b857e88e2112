// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PropertyTest {

  @Test
  void acceptsAClaimThatHoldsEverywhere() {
    assertThatCode(() -> Property.holds((random, size) -> assertThat(size).isPositive()))
        .doesNotThrowAnyException();
  }

  @Test
  void reportsTheSmallestFailingSizeWithItsSeed() {
    assertThatThrownBy(() -> Property.holds((random, size) -> assertThat(size).isLessThan(7)))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("(?s)fails at size 7; again: -Dratchet.property.case=-?\\d+:7.*");
  }

  @Test
  void reportsExceptionsLikeFailedAssertions() {
    Property.Claim broken =
        (random, size) -> {
          throw new IllegalStateException("broken");
        };
    assertThatThrownBy(() -> Property.holds(broken))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("broken");
  }

  @Test
  void drawsTheSameCasesInEveryRunAndDifferentOnesWithinARun() {
    List<Long> first = new ArrayList<>();
    List<Long> second = new ArrayList<>();
    Property.holds((random, size) -> first.add(random.nextLong() + size));
    Property.holds((random, size) -> second.add(random.nextLong() + size));
    assertThat(first).isEqualTo(second).doesNotHaveDuplicates().hasSizeGreaterThan(100);
  }
}
