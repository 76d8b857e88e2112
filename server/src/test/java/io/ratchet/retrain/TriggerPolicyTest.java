// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.retrain.TriggerPolicy.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a model is to be trained: reasons, and what is against them. */
final class TriggerPolicyTest {
  /** A Wednesday. */
  private static final Instant NOW = Instant.parse("2026-11-18T12:00:00Z");

  private static Limits limits(String... blackouts) {
    return new Limits(
        EnumSet.allOf(TriggerType.class),
        1_000,
        7,
        0.05,
        0.1,
        0.02,
        6,
        4,
        100,
        List.of(blackouts).stream().map(Blackout::parse).toList());
  }

  /** A model that was trained yesterday, with nothing to report. */
  private static Evidence evidence(
      long rows, int hoursSinceTraining, int today, Watch.Seen seen, @Nullable String openRun) {
    return new Evidence(
        NOW,
        NOW.minus(Duration.ofHours(hoursSinceTraining)),
        NOW.minus(Duration.ofHours(hoursSinceTraining)),
        rows,
        "label " + rows,
        today,
        openRun,
        null,
        seen,
        Map.of());
  }

  private static Watch.Seen accuracy(double now, double upper, long labels) {
    return new Watch.Seen(null, new Watch.Accuracy(now, 0.9, upper, labels, "n" + labels), null);
  }

  @Test
  void withoutAReasonNothingHappens() {
    assertThat(TriggerPolicy.decide(limits(), evidence(500, 24, 0, Watch.UNKNOWN, null)))
        .isEqualTo(new Decision.Nothing());
  }

  @ParameterizedTest
  @CsvSource({
    "0.80, 0.84, 400, true",
    "0.80, 0.86, 60, false", // a few labels: the drop is not sure
    "0.86, 0.87, 9000, false", // sure, and too small to matter
  })
  void aDropOfAccuracyCountsByItsBoundAndNotByItsEstimate(
      double now, double upper, long labels, boolean fires) {
    Decision decision =
        TriggerPolicy.decide(limits(), evidence(500, 24, 0, accuracy(now, upper, labels), null));

    assertThat(decision instanceof Decision.Fire).isEqualTo(fires);
  }

  @ParameterizedTest
  @CsvSource({"0.3, true, true", "0.3, false, false", "0.05, true, false", ", true, false"})
  void driftNeedsAScoreAndAnAlarm(@Nullable Double score, boolean alarm, boolean fires) {
    Watch.Seen seen = new Watch.Seen(new Watch.Drift(score, alarm, "high", "w1"), null, null);

    assertThat(
            TriggerPolicy.decide(limits(), evidence(500, 24, 0, seen, null))
                instanceof Decision.Fire)
        .isEqualTo(fires);
  }

  @ParameterizedTest
  @CsvSource({"0.03, 0.025, true", "0.03, 0.01, false"})
  void errorsCountByTheirBound(double rate, double lower, boolean fires) {
    Watch.Seen seen = new Watch.Seen(null, null, new Watch.Errors(rate, lower, 1_000, "m7"));

    assertThat(
            TriggerPolicy.decide(limits(), evidence(500, 24, 0, seen, null))
                instanceof Decision.Fire)
        .isEqualTo(fires);
  }

  /** New data are the reason in each row; what is against it is named. */
  @ParameterizedTest
  @CsvSource({
    "2000, 24, 0, , , ''",
    "2000, 3, 0, , , min_hours_between_retrains",
    "2000, 24, 4, , , max_retrains_per_day",
    "2000, 24, 0, run-7, , run_open",
    "2000, 24, 0, , wed 08:00-18:00, blackout",
    "2000, 24, 0, , thu 08:00-18:00, ''",
    "2000, 24, 0, , tue 22:00-13:00, blackout",
    "2000, 3, 4, run-7, * 00:00-00:00,"
        + " 'run_open,min_hours_between_retrains,max_retrains_per_day,blackout'",
  })
  void constraintsHoldATriggerBackAndAreAllNamed(
      long rows,
      int hours,
      int today,
      @Nullable String openRun,
      @Nullable String blackout,
      String against) {
    Limits limits = blackout == null ? limits() : limits(blackout);

    Decision decision =
        TriggerPolicy.decide(limits, evidence(rows, hours, today, Watch.UNKNOWN, openRun));

    if (against.isEmpty()) {
      assertThat(decision).isInstanceOf(Decision.Fire.class);
    } else {
      assertThat(decision)
          .isInstanceOfSatisfying(
              Decision.Hold.class,
              hold ->
                  assertThat(
                          String.join(
                              ",",
                              hold.constraints().stream().map(one -> one.kind().word()).toList()))
                      .isEqualTo(against));
    }
  }

  @Test
  void tooFewLabelledRowsHoldEveryReasonBack() {
    Decision decision =
        TriggerPolicy.decide(limits(), evidence(99, 24, 0, accuracy(0.5, 0.6, 300), null));

    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Hold.class,
            hold ->
                assertThat(hold.constraints().getFirst().reason())
                    .isEqualTo("99 new labelled rows, at least 100 wanted"));
  }

  @Test
  void reasonsThatCoincideMakeOneRunThatNamesThemAll() {
    Decision decision =
        TriggerPolicy.decide(limits(), evidence(5_000, 24 * 8, 0, accuracy(0.5, 0.6, 300), null));

    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Fire.class,
            fire ->
                assertThat(fire.triggers().stream().map(Trigger::type))
                    .containsExactly(TriggerType.NEW_DATA, TriggerType.ACCURACY, TriggerType.AGE));
  }

  @Test
  void theSameEvidenceDoesNotFireTwice() {
    Evidence before = evidence(500, 24, 0, accuracy(0.5, 0.6, 300), null);
    Evidence again =
        new Evidence(
            before.now(),
            before.lastTraining(),
            before.since(),
            before.newRows(),
            before.data(),
            0,
            null,
            null,
            before.seen(),
            Map.of(TriggerType.ACCURACY, "n300"));

    assertThat(TriggerPolicy.decide(limits(), before)).isInstanceOf(Decision.Fire.class);
    assertThat(TriggerPolicy.decide(limits(), again))
        .isInstanceOfSatisfying(
            Decision.Hold.class,
            hold ->
                assertThat(hold.constraints().getFirst().kind())
                    .isEqualTo(Constraint.Kind.SAME_EVIDENCE));
  }

  @Test
  void aTriggerThatIsOffDoesNotFire() {
    Limits few =
        new Limits(EnumSet.of(TriggerType.DRIFT), 1_000, 7, 0.05, 0.1, 0.02, 6, 4, 100, List.of());

    assertThat(TriggerPolicy.decide(few, evidence(5_000, 24 * 8, 0, Watch.UNKNOWN, null)))
        .isEqualTo(new Decision.Nothing());
  }
}
