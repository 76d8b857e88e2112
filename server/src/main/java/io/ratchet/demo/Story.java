// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import io.ratchet.cli.Terminal;
import java.util.Locale;

/** Tells the workflow step by step. Thread-safe as far as single lines go. */
final class Story {
  private static final int STEPS = 9;

  private final Terminal terminal;

  Story(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Begins a step. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for two methods
  void step(int number, String name, String format, Object... values) {
    say("%nStep %d of %d  %s", number, STEPS, name);
    line(format, values);
  }

  /** A line within a step. */
  @SuppressWarnings("AnnotateFormatMethod")
  void line(String format, Object... values) {
    say("  " + format, values);
  }

  /** A line. */
  @SuppressWarnings("AnnotateFormatMethod")
  void say(String format, Object... values) {
    synchronized (terminal) {
      terminal.out().println(String.format(Locale.ROOT, format, values));
      terminal.out().flush();
    }
  }

  /** Text of several lines, such as a table. */
  void show(Object text) {
    synchronized (terminal) {
      terminal.out().println(text.toString().indent(2).stripTrailing());
      terminal.out().flush();
    }
  }
}
