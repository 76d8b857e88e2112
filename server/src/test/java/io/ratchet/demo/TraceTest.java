// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceTest {
  private static final String HEADING = "TIMESTAMP,ContextTokens,GeneratedTokens\n";

  @Test
  void readsTimesFromTheFirstCallOnAndTokens() {
    Trace trace =
        Trace.read(
            HEADING
                + "2023-11-16 18:17:03.9799600,4808,10\r\n"
                + "2023-11-16 18:17:04.0319600,3180,8");

    assertThat(trace.arrivals())
        .containsExactly(
            new Trace.Arrival(Duration.ZERO, 4808, 10),
            new Trace.Arrival(Duration.ofMillis(52), 3180, 8));
  }

  @Test
  void putsArrivalsInOrder() {
    Trace trace = Trace.read(HEADING + "2023-11-16 18:17:05,1,1\n2023-11-16 18:17:03,2,2\n");

    assertThat(trace.arrivals()).extracting(Trace.Arrival::inputTokens).containsExactly(2, 1);
    assertThat(trace.length()).isEqualTo(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "TIMESTAMP,ContextTokens\n",
        HEADING,
        HEADING + "soon,1,1",
        HEADING + "2023-11-16 18:17:05,1",
        HEADING + "2023-11-16 18:17:05,-1,1"
      })
  void refusesWhatIsNoTrace(String csv) {
    assertThatIllegalArgumentException().isThrownBy(() -> Trace.read(csv));
  }

  @Test
  void theTraceOfTheDemoIsWhole() {
    Trace trace = Trace.read(DemoFiles.text("azure_llm_code.csv"));

    assertThat(trace.size()).isEqualTo(8_819);
    assertThat(trace.length()).isBetween(Duration.ofMinutes(57), Duration.ofMinutes(58));
    assertThat(trace.length().dividedBy((long) Demo.SPEED)).isLessThan(Duration.ofSeconds(60));
  }
}
