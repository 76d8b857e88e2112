// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.cli.Terminal;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final AtomicLong now = new AtomicLong();
  private final StringWriter out = new StringWriter();

  private Progress progress(boolean interactive) {
    PrintWriter writer = new PrintWriter(out);
    return new Progress(
        new Terminal(InputStream.nullInputStream(), writer, writer, interactive, false),
        now::get,
        1_000);
  }

  @Test
  void rewritesOneLineOnATerminal() {
    Progress progress = progress(true);
    now.set(50_000_000L);
    progress.show(new Tally.Count(10, 0));
    now.set(2_000_000_000L);
    progress.show(new Tally.Count(500, 3));
    progress.end(new Tally.Count(1_000, 3));

    assertThat(out)
        .hasToString(
            "\r\u001b[K[############............]    500/1,000   250 calls/s  3 errors    2 s"
                + "\r\u001b[K[########################]  1,000/1,000   500 calls/s  3 errors    2 s\n");
  }

  @Test
  void writesALineEveryFewSecondsElsewhere() {
    Progress progress = progress(false);
    for (int second = 1; second <= 11; second++) {
      now.set(second * 1_000_000_000L);
      progress.show(new Tally.Count(second * 50, 0));
    }

    assertThat(out.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("50 calls/s"))
        .noneMatch(line -> line.contains("\u001b"));
  }
}
