// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class FiguresTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | $0",
        "\"0.0000123456\" | $0.0000123",
        "\"0.00123\" | $0.00123",
        "0.5 | $0.5",
        "1 | $1.00",
        "\"1234.567\" | $1,234.57",
        "\"-0.25\" | -$0.25",
      })
  void showsAmountsInTheDigitsThatMatter(String json, String shown) {
    assertThat(Figures.dollars(Json.parse(json))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0.98765, 98.8%", "1, 100.0%", "0, 0.0%"})
  void showsRatesAsPercent(String json, String shown) {
    assertThat(Figures.percent(Json.parse(json))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0.25 | 0.3 ms", "9.94 | 9.9 ms", "12.4 | 12 ms", "3600000 | 3,600,000 ms"})
  void showsShortTimesMoreExactly(String json, String shown) {
    assertThat(Figures.millis(Json.parse(json))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0, <0.0001", "0.00004, <0.0001", "0.04999, 0.0500", "1, 1.0000"})
  void neverShowsAProbabilityAsNought(String json, String shown) {
    assertThat(Figures.probability(Json.parse(json))).isEqualTo(shown);
  }

  @Test
  void keepsTheUnknownUnknown() {
    for (String json : new String[] {"null", "\"many\"", "{}", "[]", "true"}) {
      JsonNode node = Json.parse(json);
      assertThat(Figures.dollars(node)).isNull();
      assertThat(Figures.percent(node)).isNull();
      assertThat(Figures.millis(node)).isNull();
      assertThat(Figures.count(node)).isNull();
      assertThat(Figures.delta(node, 1, "")).isNull();
      assertThat(Figures.probability(node)).isNull();
    }
  }

  @Test
  void signsDifferences() {
    assertThat(Figures.delta(Json.parse("1.25"), 1, " pp")).isEqualTo("+1.3 pp");
    assertThat(Figures.delta(Json.parse("-3"), 0, " %")).isEqualTo("-3 %");
  }
}
