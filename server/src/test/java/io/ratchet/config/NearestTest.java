// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "port, port, 0",
    "prot, port, 1",
    "prt, port, 1",
    "ports, port, 1",
    "host, port, 2",
    "'', port, 4",
    "abcd, badc, 2"
  })
  void countsTypingErrors(String left, String right, int errors) {
    assertThat(Nearest.errors(left, right)).isEqualTo(errors);
    assertThat(Nearest.errors(right, left)).isEqualTo(errors);
  }

  @Test
  void findsTheNearestOrNone() {
    List<String> names = List.of("host", "port", "max_body");
    assertThat(Nearest.of("prot", names)).isEqualTo("port");
    assertThat(Nearest.of("MaxBody", names)).isEqualTo("max_body");
    assertThat(Nearest.of("certificate", names)).isNull();
    assertThat(Nearest.of("x", names)).isNull();
  }
}
