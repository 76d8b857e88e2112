// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql://user:secret@host:5432/name | postgresql://user:***@host:5432/name
          postgresql://user:se@cret@host/name | postgresql://user:***@host/name
          postgresql://user:se/cret@host/name | postgresql://user:***@host/name
          postgresql://user:se?#cret@host/name | postgresql://user:***@host/name
          postgresql://:secret@host/name | postgresql://:***@host/name
          postgresql://user@host/name | postgresql://user@host/name
          postgresql://host/name?user=me&password=secret&ssl=true | postgresql://host/name?user=me&password=***&ssl=true
          https://host/?api_key=secret | https://host/?api_key=***
          http://127.0.0.1:8000/a@b | http://127.0.0.1:8000/a@b
          sqlite:data/ratchet.db | sqlite:data/ratchet.db
          """)
  void hidesPasswordsOnly(String text, String shown) {
    assertThat(Redaction.of(text)).isEqualTo(shown);
  }
}
