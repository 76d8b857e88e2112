// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PacingTest {
  private final AtomicLong now = new AtomicLong(1_000_000_007);
  private final long begun = now.get();
  private final List<Long> startedAt = new ArrayList<>();

  private static List<Trace.Arrival> arrivals(long... millis) {
    return LongStream.of(millis)
        .mapToObj(at -> new Trace.Arrival(Duration.ofMillis(at), 1, 1))
        .toList();
  }

  private Pacing pacing(double speed) {
    return new Pacing(speed, now::get, duration -> now.addAndGet(duration.toNanos()));
  }

  private void started() {
    startedAt.add((now.get() - begun) / 1_000_000);
  }

  @Test
  void startsEachCallAtItsTimeMadeShorter() throws InterruptedException {
    pacing(10).each(arrivals(0, 500, 520, 60_000), (_, _) -> started());

    assertThat(startedAt).containsExactly(0L, 50L, 52L, 6_000L);
  }

  @Test
  void startsWhatIsLateAtOnceAndCatchesUp() throws InterruptedException {
    pacing(1)
        .each(
            arrivals(0, 100, 200, 300, 2_000),
            (place, _) -> {
              started();
              now.addAndGet(place == 1 ? 700_000_000L : 0); // no room for a while
            });

    assertThat(startedAt).containsExactly(0L, 100L, 800L, 800L, 2_000L);
  }

  @Test
  void refusesASpeedThatNeverEnds() {
    for (double speed : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> pacing(speed));
    }
  }
}
