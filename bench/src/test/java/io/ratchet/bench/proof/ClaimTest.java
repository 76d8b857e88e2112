// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClaimTest {
  @ParameterizedTest
  @CsvSource({
    "rates, 0.03",
    "means, 0.03",
    "quantiles, 0.05",
    "sample-ratio, 0.02",
    "verdicts, 0.02",
    "coverage, 0.01",
    "power, 0.05",
    "units, 0.01",
    "regret, 0.02"
  })
  void noPromiseIsContradicted(String name, double share) {
    assertThat(claim(name).prove(new Effort(share)).checks())
        .isNotEmpty()
        .allMatch(Section.Check::isKept);
  }

  @Test
  void everyClaimHasATest() {
    assertThat(Page.CLAIMS.stream().map(Claim::name))
        .containsExactly(
            "rates",
            "means",
            "quantiles",
            "sample-ratio",
            "verdicts",
            "coverage",
            "power",
            "units",
            "regret");
  }

  @Test
  void theSameSeedsGiveTheSamePage() {
    assertThat(page("sample-ratio")).isEqualTo(page("sample-ratio"));
  }

  @Test
  void aPromiseIsBrokenWhereTheExactIntervalLeavesItOut() {
    assertThat(new Tally(73, 1000).isAtMost(0.05)).isTrue();
    assertThat(new Tally(74, 1000).isAtMost(0.05)).isFalse();
    assertThat(new Tally(1869, 2000).isAtLeast(0.95)).isTrue();
    assertThat(new Tally(1868, 2000).isAtLeast(0.95)).isFalse();
    assertThat(new Tally(0, 10).lower()).isZero();
    assertThat(new Tally(10, 10).upper()).isEqualTo(1);
  }

  private static String page(String name) {
    Effort effort = new Effort(0.01);
    return Page.of(List.of(claim(name).prove(effort)), effort);
  }

  private static Claim claim(String name) {
    return Page.CLAIMS.stream()
        .filter(claim -> claim.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
