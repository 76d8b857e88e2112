// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import io.ratchet.base.Ticker;
import io.ratchet.cli.Terminal;
import java.time.Duration;
import java.util.Locale;

/**
 * How far a replay is: on a terminal one line that is rewritten, else a line every few seconds.
 * Thread-safe.
 */
final class Progress {
  private static final Duration REWRITTEN = Duration.ofMillis(100);
  private static final Duration PLAIN = Duration.ofSeconds(5);
  private static final int BAR_LENGTH = 24;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Terminal terminal;
  private final Ticker ticker;
  private final int total;
  private final long begun;
  private final boolean quiet;
  private long shownAt;

  Progress(Terminal terminal, Ticker ticker, int total) {
    this(terminal, ticker, total, false);
  }

  private Progress(Terminal terminal, Ticker ticker, int total, boolean quiet) {
    this.quiet = quiet;
    this.terminal = terminal;
    this.ticker = ticker;
    this.total = total;
    this.begun = ticker.nanos();
    this.shownAt = begun;
  }

  /** One that shows the end alone, beside somebody who tells how it goes. */
  static Progress quiet(Terminal terminal, Ticker ticker, int total) {
    return new Progress(terminal, ticker, total, true);
  }

  /** Shows the count, unless the last one was shown a moment ago. */
  synchronized void show(Tally.Count count) {
    Duration pace = terminal.interactive() ? REWRITTEN : PLAIN;
    if (!quiet && ticker.nanos() - shownAt >= pace.toNanos()) {
      shownAt = ticker.nanos();
      write(count, !terminal.interactive());
    }
  }

  /** Shows the last count. */
  synchronized void end(Tally.Count count) {
    write(count, true);
  }

  private void write(Tally.Count count, boolean last) {
    String line = line(count);
    terminal.out().print(terminal.interactive() ? "\r\u001b[K" + line : line);
    terminal.out().print(last ? "\n" : "");
    terminal.out().flush();
  }

  private String line(Tally.Count count) {
    double seconds = seconds();
    return String.format(
        Locale.ROOT,
        "%s %,6d/%,d  %4.0f calls/s  %d errors  %3.0f s",
        bar(count.done()),
        count.done(),
        total,
        seconds > 0 ? count.done() / seconds : 0,
        count.failed(),
        seconds);
  }

  private String bar(int done) {
    int filled = (int) ((long) BAR_LENGTH * done / total);
    return "[" + "#".repeat(filled) + ".".repeat(BAR_LENGTH - filled) + "]";
  }

  /** Seconds since the beginning. */
  synchronized double seconds() {
    return (ticker.nanos() - begun) / NANOS_PER_SECOND;
  }
}
