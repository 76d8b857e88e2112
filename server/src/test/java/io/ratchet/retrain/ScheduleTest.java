// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ratchet.base.Failure;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments that come again. */
final class ScheduleTest {
  /** 2026-11-18 is a Wednesday. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 2 * * * | 2026-11-18T12:00:00Z | 2026-11-18T02:30:00Z",
        "30 2 * * * | 2026-11-18T02:29:59Z | 2026-11-17T02:30:00Z",
        "30 2 * * * | 2026-11-18T02:30:00Z | 2026-11-18T02:30:00Z",
        "*/15 * * * * | 2026-11-18T12:44:59Z | 2026-11-18T12:30:00Z",
        "0 9-17/4 * * 1-5 | 2026-11-22T12:00:00Z | 2026-11-20T17:00:00Z",
        "0 0 1 * 0 | 2026-11-18T12:00:00Z | 2026-11-15T00:00:00Z",
        "0 0 * * 7 | 2026-11-18T12:00:00Z | 2026-11-15T00:00:00Z",
        "0 0 29 2 * | 2026-11-18T12:00:00Z | 2024-02-29T00:00:00Z",
        "daily | 2026-11-18T12:00:00Z | 2026-11-18T00:00:00Z",
        "weekly | 2026-11-18T12:00:00Z | 2026-11-15T00:00:00Z",
      })
  void knowsItsLatestMoment(String text, Instant now, Instant latest) {
    assertThat(Schedule.parse(text).latest(now)).contains(latest);
  }

  @Test
  void aDayThatNeverComesHasNoMoment() {
    assertThat(Schedule.parse("0 0 31 2 *").latest(Instant.parse("2026-11-18T12:00:00Z")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "60 * * * *",
        "* 24 * * *",
        "5-1 * * * *",
        "*/0 * * * *",
        "a * * * *",
        "1/2/3 * * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8"
      })
  void refusesWhatIsNone(String text) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Schedule.parse(text))
        .withMessageContaining("not a schedule");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "mon", "mon 8-18", "mon 25:00-26:00", "xyz 08:00-18:00", "mo 08:00-09:00"})
  void refusesWhatIsNoBlackout(String text) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Blackout.parse(text))
        .withMessageContaining("not a blackout window");
  }
}
