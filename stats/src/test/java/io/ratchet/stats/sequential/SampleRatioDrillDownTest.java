// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.stats.Property;
import io.ratchet.stats.sequential.SampleRatioDrillDown.Finding;
import io.ratchet.stats.sequential.SampleRatioDrillDown.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class SampleRatioDrillDownTest {
  private static final List<Double> HALVES = List.of(1.0, 1.0);

  @Test
  void namesTheClientThatLosesAssignments() {
    SampleRatioDrillDown drillDown =
        SampleRatioDrillDown.of(
            List.of(
                group("client", "java", 5010, 4990),
                group("client", "python", 3000, 2400),
                group("client", "curl", 990, 1020),
                group("day", "monday", 4500, 4205),
                group("day", "tuesday", 4500, 4205)));
    assertThat(drillDown.findings().getFirst().group().value()).isEqualTo("python");
    assertThat(drillDown.findings().getFirst().explains(0.001)).isTrue();
    assertThat(drillDown.suspicious(0.001)).hasSize(1);
    assertThat(drillDown.findings().stream().skip(1)).noneMatch(found -> found.explains(0.001));
  }

  @Test
  void adjustsAsHolmDoes() {
    List<Group> groups =
        List.of(
            group("day", "1", 560, 440), group("day", "2", 550, 450), group("day", "3", 501, 499));
    List<Finding> findings = SampleRatioDrillDown.of(groups).findings();
    double first = findings.get(0).mismatch().pValue();
    double second = findings.get(1).mismatch().pValue();
    assertThat(findings.get(0).adjustedPValue()).isEqualTo(3 * first);
    assertThat(findings.get(1).adjustedPValue()).isEqualTo(2 * second);
    assertThat(findings.get(2).adjustedPValue()).isEqualTo(findings.get(2).mismatch().pValue());
  }

  @Test
  void keepsItsPromiseOverManyGroups() {
    SplittableRandom random = new SplittableRandom(8);
    int runs = 300;
    int named = 0;
    for (int run = 0; run < runs; run++) {
      List<Group> groups = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        long treated = 0;
        for (int unit = 0; unit < 400; unit++) {
          treated += random.nextBoolean() ? 1 : 0;
        }
        groups.add(group("segment", "s" + i, treated, 400 - treated));
      }
      named += SampleRatioDrillDown.of(groups).suspicious(0.05).isEmpty() ? 0 : 1;
    }
    assertThat(named)
        .isLessThanOrEqualTo(BinomialDistribution.of(runs, 0.05).inverseSurvivalProbability(0.001));
  }

  @Test
  void anyGroupsGiveEachGroupOneAnswer() {
    Property.holds((random, size) -> {
      List<Group> groups = new ArrayList<>();
      for (int i = 0; i < 1 + size / 20; i++) {
        List<Double> weights = List.of(random.nextDouble(), 0.5, random.nextInt(2) * 1.0);
        groups.add(
            new Group(
                "d" + random.nextInt(2),
                "g" + i,
                List.of(random.nextLong(size), random.nextLong(size), random.nextLong(size)),
                weights));
      }
      SampleRatioDrillDown drillDown = SampleRatioDrillDown.of(groups);
      assertThat(drillDown.findings().size() + drillDown.untested().size())
          .isEqualTo(groups.size());
      double last = 0;
      for (Finding finding : drillDown.findings()) {
        assertThat(finding.adjustedPValue())
            .isBetween(Math.max(last, finding.mismatch().pValue()), 1.0);
        last = finding.adjustedPValue();
      }
    });
  }

  @Test
  void testsAnArmThatGotNothingButNoTinyGroup() {
    SampleRatioDrillDown drillDown =
        SampleRatioDrillDown.of(List.of(group("day", "1", 100, 0), group("day", "2", 4, 3)));
    assertThat(drillDown.suspicious(0.001)).hasSize(1);
    assertThat(drillDown.untested()).hasSize(1);
    assertThat(SampleRatioDrillDown.of(List.of()).findings()).isEmpty();
    Group three = new Group("day", "3", List.of(9L, 9L, 9L), List.of(1.0, 1.0, 1.0));
    assertThatThrownBy(() -> SampleRatioDrillDown.of(List.of(group("day", "1", 100, 100), three)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Group group(String dimension, String value, long control, long treatment) {
    return new Group(dimension, value, List.of(control, treatment), HALVES);
  }
}
