// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command reads and writes, and whether a person looks at it.
 *
 * @param in what {@code -} reads in place of a file
 * @param interactive a line may be rewritten
 * @param coloured colours may be used; never where {@code NO_COLOR} is set
 */
public record Terminal(
    InputStream in, PrintWriter out, PrintWriter err, boolean interactive, boolean coloured) {

  /** Plain text for a file, a pipe or a test. */
  public static Terminal plain(PrintWriter out, PrintWriter err) {
    return new Terminal(InputStream.nullInputStream(), out, err, false, false);
  }

  /** The streams of this process, in UTF-8 whatever the locale, since other programs read them. */
  public static Terminal system(Map<String, String> environment) {
    boolean interactive =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
            && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
    boolean coloured = interactive && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        System.in,
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        interactive,
        coloured);
  }

  /** Prints a text that ends its last line. */
  public void print(String text) {
    out.print(text.endsWith("\n") || text.isEmpty() ? text : text + "\n");
    out.flush();
  }

  /** Whether the reader of the output has gone, as {@code head} does. */
  boolean isClosed() {
    return out.checkError();
  }
}
