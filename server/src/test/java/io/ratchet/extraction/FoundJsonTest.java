// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FoundJsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '@',
      value = {
        "{'a':1}                                | WHOLE {'a':1}",
        "@ \\n {'a':1}\\n@                      | WHOLE {'a':1}",
        "[{'a':1}]                              | WHOLE [{'a':1}]",
        "Here:\\n```json\\n{'a':1}\\n```\\nBye  | FENCED {'a':1}",
        "```\\n{'a':1}```                       | FENCED {'a':1}",
        "```python\\nx\\n```\\n```\\n[1]\\n```  | FENCED [1]",
        "Sure: {'a':{'b':'}'}} and more         | EMBEDDED {'a':{'b':'}'}}",
        "{note} then {'a':'{\\\\'x'}            | EMBEDDED {'a':'{\\\\'x'}",
        "{'a':1} {'b':2}                        | EMBEDDED {'a':1}",
        "{'a':1,'b':{'c':2}                     | none",
        "Sorry, I cannot.                       | none",
        "{'a':1,'a':2}                          | none",
        "{'a':1,}                               | none",
        "{'a':'\\\\ud800'}                      | none",
        "@ @                                    | none",
        "42                                     | none",
      })
  void findsTheFirstWholeJson(String text, String expected) {
    assertThat(
            FoundJson.in(plain(text))
                .map(found -> found.form() + " " + found.value())
                .orElse("none"))
        .isEqualTo(plain(expected));
  }

  private static String plain(String text) {
    return text.replace("\\\\", "\u0001")
        .replace("\\n", "\n")
        .replace('\'', '"')
        .replace('\u0001', '\\');
  }

  @Test
  void aTextOfOpenBracesIsReadInLittleTime() {
    assertThat(FoundJson.in("{".repeat(1_000_000))).isEmpty();
    assertThat(FoundJson.in("{x}".repeat(300_000))).isEmpty();
    assertThat(FoundJson.in("```\nx```".repeat(100_000))).isEmpty();
  }
}
