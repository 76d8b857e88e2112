// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracecall;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.call.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TraceCallPolicyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{} | - | - | -",
        "{'input_tokens': 9, 'output_tokens': 2} | 9 | 2 | -",
        "{'input_tokens': 9, 'output_tokens': 2, 'cache_read_input_tokens': 4} | 5 | 2 | 4",
        "{'input_tokens': 9, 'output_tokens': 2, 'cache_read_input_tokens': 4, 'total_tokens': 11} | 5 | 2 | 4",
        "{'input_tokens': 9, 'output_tokens': 2, 'cache_read_input_tokens': 4, 'total_tokens': 15} | 9 | 2 | 4",
        "{'input_tokens': 3, 'output_tokens': 2, 'cache_read_input_tokens': 40} | 3 | 2 | 40",
        "{'input_tokens': -1, 'output_tokens': 'many', 'total_tokens': 1e30} | - | - | -",
      })
  void countsEachTokenOnce(
      String usage, @Nullable Long input, @Nullable Long output, @Nullable Long cached) {
    assertThat(TraceCallPolicy.tokens(Json.parse(usage.replace('\'', '"'))))
        .isEqualTo(new Tokens(input, output, cached, null));
  }
}
