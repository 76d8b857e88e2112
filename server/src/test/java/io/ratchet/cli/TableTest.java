// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ratchet.base.Json;
import org.junit.jupiter.api.Test;

final class TableTest {
  @Test
  void putsNumbersToTheRightAndWordsToTheLeft() {
    Table table =
        new Table("version", "calls", "cost").row("v1.0.0", 12, "$0.5").row("v10.0.0", 1234, "$12");

    assertThat(table)
        .hasToString(
            """
            version  calls  cost
            v1.0.0      12  $0.5
            v10.0.0   1234   $12
            """);
  }

  @Test
  void showsTheUnknownAsADashAndKeepsTheColumnNumeric() {
    Table table =
        new Table("a", "b", "c", "d")
            .row(null, Json.parse("null"), Json.parse("{}").path("x"), " ")
            .row(100, 1, "x", "y");

    assertThat(table)
        .hasToString(
            """
              a  b  c  d
              -  -  -  -
            100  1  x  y
            """);
  }

  @Test
  void shortensLongCellsByCharactersAndKeepsEachInOneLine() {
    String text = new Table("x").row("\uD83D\uDE00".repeat(70)).row("a\n\tb\u001b[31m").toString();

    assertThat(text.lines()).containsExactly("x", "\uD83D\uDE00".repeat(57) + "...", "a b [31m");
  }

  @Test
  void refusesRowsOfAnotherLength() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Table("a", "b").row(1));
  }
}
