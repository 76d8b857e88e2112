// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "-0.5",
        "12345678901234567890.123",
        "\"a \\\"b\\\\ \\u000a \\ud800 \u00e9 \ud83d\ude00\"",
        "[]",
        "{}",
        "[1,[2,{\"a\":[null,false]}],\"\"]",
        "{\"a\":{\"b\":1},\"c\":\"d\"}"
      })
  void readsWhatItWrites(String json) {
    assertThat(JsonText.of(JsonReader.read(json))).isEqualTo(json);
  }

  @Test
  void readsEveryEscapeAndSpace() {
    assertThat(JsonReader.read(" [ \"\\/\\b\\f\\n\\r\\t\\u00E9\" ,\n{ \"a\" : 1E2 } ]\t"))
        .isEqualTo(List.of("/\b\f\n\r\t\u00e9", Map.of("a", new java.math.BigDecimal("1E2"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "01",
        "1.",
        ".5",
        "+1",
        "NaN",
        "[1,]",
        "[1",
        "{\"a\"}",
        "{a:1}",
        "{\"a\":1,}",
        "\"a",
        "\"\n\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "1 2",
        "]"
      })
  void refusesWhatIsNotJson(String text) {
    assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesNestingThatWouldOverflowTheStack() {
    String deep = "[".repeat(100_000);
    List<Object> self = new ArrayList<>();
    self.add(self);

    assertThatThrownBy(() -> JsonReader.read(deep)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> JsonText.of(self)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesNumbersThatJsonDoesNotHave() {
    assertThatThrownBy(() -> JsonText.of(List.of(Double.NaN))).hasMessageContaining("NaN");
    assertThatThrownBy(() -> JsonText.of(Float.POSITIVE_INFINITY)).hasMessageContaining("Inf");
  }

  @Test
  void writesArraysOfEveryKind() {
    Object value = List.of(new double[] {1.5}, new int[] {1}, new long[] {2}, new Object[] {"a"});
    assertThat(JsonText.of(value)).isEqualTo("[[1.5],[1],[2],[\"a\"]]");
  }
}
