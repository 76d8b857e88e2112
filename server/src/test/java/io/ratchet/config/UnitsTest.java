// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Amounts;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "5ms, 5, 5ms",
    "90s, 90000, 90s",
    "1h30m, 5400000, 90m",
    "30d, 2592000000, 30d",
    "24h, 86400000, 1d",
    "0s, 0, 0s",
    "1d1ms, 86400001, 86400001ms"
  })
  void readsAndPrintsDurations(String text, long millis, String printed) {
    assertThat(Amounts.duration(text)).isEqualTo(Duration.ofMillis(millis));
    assertThat(Amounts.print(Duration.ofMillis(millis))).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "ms", "-5s", "5 s", "1.5s", "5S", "1w", "9999999999d", "PT5S"})
  void refusesOtherDurations(String text) {
    assertThat(Amounts.duration(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "16MiB, 16777216, 16MiB",
    "1GB, 1000000000, 1GB",
    "1024KiB, 1048576, 1MiB",
    "1000B, 1000, 1KB",
    "0B, 0, 0B",
    "7B, 7, 7B"
  })
  void readsAndPrintsSizes(String text, long bytes, String printed) {
    assertThat(Amounts.size(text)).isEqualTo(bytes);
    assertThat(Amounts.print(bytes)).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "B", "-5B", "5 MiB", "1.5GiB", "5mib", "999999999999TiB"})
  void refusesOtherSizes(String text) {
    assertThat(Amounts.size(text)).isNull();
  }
}
