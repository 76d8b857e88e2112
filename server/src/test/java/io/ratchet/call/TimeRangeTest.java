// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeRangeTest {
  private static final Instant SINCE = Instant.parse("2026-10-17T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T08:30:30Z, 2026-11-21T08:31:10Z, 2026-11-21T08:30:00Z, 2026-11-21T08:32:00Z",
    "2026-11-21T08:30:00Z, 2026-11-21T08:31:00Z, 2026-11-21T08:30:00Z, 2026-11-21T08:31:00Z",
    "2026-10-01T08:30:30Z, 2026-11-21T08:31:10Z, 2026-10-01T08:00:00Z, 2026-11-21T08:32:00Z",
    "2026-10-01T08:30:30Z, 2026-10-01T08:31:10Z, 2026-10-01T08:00:00Z, 2026-10-01T09:00:00Z",
  })
  void widensToWholeWindowsThatAreKept(Instant from, Instant to, Instant first, Instant last) {
    assertThat(TimeRange.around(from, to, SINCE)).isEqualTo(new TimeRange(first, last));
  }

  @Test
  void slicesCoverEveryMinuteOnceAndAreFew() {
    Random chance = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      Instant from = SINCE.plus(Duration.ofMinutes(chance.nextInt(20_000)));
      TimeRange range = new TimeRange(from, from.plus(Duration.ofMinutes(chance.nextInt(20_000))));

      List<TimeRange.Slice> slices = range.slices();

      long at = range.from().toEpochMilli();
      long rows = 0;
      for (TimeRange.Slice slice : slices) {
        assertThat(slice.from()).isEqualTo(at);
        assertThat(slice.from() % slice.span().millis()).isZero();
        at = slice.to();
        rows += (slice.to() - slice.from()) / slice.span().millis();
      }
      assertThat(at).isEqualTo(range.to().toEpochMilli());
      assertThat(rows).isLessThanOrEqualTo(2 * 59 + 2 * 23 + range.length().toDays());
    }
  }
}
