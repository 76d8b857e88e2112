// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.model.Feature;
import io.ratchet.model.Signature;
import io.ratchet.retrain.GatePolicy.Comparison;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.fixed.PairedProportion;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a new version has to prove. */
final class GatePolicyTest {
  private static final Pipeline.Gates GATES = new Pipeline.Gates(0, 0.95, 50);

  /** Counts of rows that both, only the champion, only the challenger, and none had right. */
  @ParameterizedTest
  @CsvSource({
    "700, 60, 140, 100, true",
    "700, 95, 105, 100, false", // better by chance
    "700, 140, 60, 100, false",
    "800, 0, 0, 200, false", // the same answers
    "20, 1, 15, 4, false", // too few rows
  })
  void aVersionIsBetterWhereTheLowerBoundOfItsImprovementIs(
      long both, long champion, long challenger, long neither, boolean passes) {
    Gate gate =
        GatePolicy.holdout(
            new Comparison.Answers(new PairedProportion(both, champion, challenger, neither)),
            GATES);

    assertThat(gate.passed()).as(gate.reason()).isEqualTo(passes);
    assertThat(gate.figures().required("champion_only").longValue()).isEqualTo(champion);
  }

  @Test
  void anImprovementThatIsWantedHasToBeExceeded() {
    Comparison better = new Comparison.Answers(new PairedProportion(700, 60, 140, 100));

    assertThat(GatePolicy.holdout(better, new Pipeline.Gates(0.05, 0.95, 50)).passed()).isTrue();
    assertThat(GatePolicy.holdout(better, new Pipeline.Gates(0.07, 0.95, 50)).passed()).isFalse();
  }

  /** The promise of the bound: of two equally good versions at most one in twenty passes. */
  @Test
  void ofEquallyGoodVersionsFewPass() {
    Random chance = new Random(7);
    int passed = 0;
    int trials = 2_000;
    for (int trial = 0; trial < trials; trial++) {
      PairedProportion table = PairedProportion.EMPTY;
      for (int row = 0; row < 200; row++) {
        boolean easy = chance.nextDouble() < 0.7;
        table = table.plus(easy || chance.nextDouble() < 0.4, easy || chance.nextDouble() < 0.4);
      }
      passed += GatePolicy.holdout(new Comparison.Answers(table), GATES).passed() ? 1 : 0;
    }
    assertThat(passed / (double) trials).isBetween(0.01, 0.065);
  }

  @Test
  void squaredErrorsAreComparedRowByRow() {
    Random chance = new Random(11);
    PairedMoments better = PairedMoments.EMPTY;
    PairedMoments same = PairedMoments.EMPTY;
    for (int row = 0; row < 400; row++) {
      double noise = chance.nextGaussian();
      double champion = noise * noise;
      better = better.plus(champion, 0.7 * champion + 0.01 * chance.nextDouble());
      double other = chance.nextGaussian();
      same = same.plus(champion, other * other);
    }

    Gate passed = GatePolicy.holdout(new Comparison.Errors(better), GATES);
    assertThat(passed.passed()).as(passed.reason()).isTrue();
    assertThat(passed.figures().required("improvement").doubleValue()).isBetween(0.25, 0.35);
    assertThat(GatePolicy.holdout(new Comparison.Errors(same), GATES).passed()).isFalse();
  }

  @Test
  void whoCannotBeComparedWithDoesNotLetPass() {
    assertThat(GatePolicy.holdout(new Comparison.Impossible("it is elsewhere"), GATES).passed())
        .isFalse();
    assertThat(GatePolicy.holdout(new Comparison.Nobody(), GATES).passed()).isTrue();
  }

  @Test
  void requestsOfTodayHaveToBeAnsweredTomorrow() {
    Signature champion = signature("age", "dose");

    assertThat(GatePolicy.schema(champion, signature("dose", "age")).passed()).isTrue();
    assertThat(GatePolicy.schema(champion, signature("age")).reason())
        .isEqualTo("the feature dose is gone");
    assertThat(GatePolicy.schema(champion, signature("age", "dose", "sex")).reason())
        .isEqualTo("the feature sex is new and not optional");
    assertThat(GatePolicy.schema(null, signature("age")).passed()).isTrue();
  }

  @Test
  void theRuntimeHasToComputeWhatTheTrainerDid() {
    assertThat(GatePolicy.parity(32, 2e-7).passed()).isTrue();
    assertThat(GatePolicy.parity(32, 0.31).passed()).isFalse();
  }

  private static Signature signature(String... features) {
    return new Signature(
        List.of(features).stream().map(Feature::number).toList(),
        Signature.Task.CLASSIFICATION,
        List.of(Json.parse("0"), Json.parse("1")));
  }
}
