// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import java.util.ArrayList;
import java.util.List;

/**
 * Shell commands as words: quotes, and backslashes at the end of a line. A pipe, a semicolon or the
 * end of a line ends a command; what is behind a pipe is not looked at.
 */
final class ShellWords {
  private final String text;
  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private boolean piped;

  private ShellWords(String text) {
    this.text = text;
  }

  static List<List<String>> commands(String text) {
    ShellWords reader = new ShellWords(text);
    reader.read();
    return reader.commands;
  }

  private void read() {
    int at = 0;
    while (at < text.length()) {
      at = read(at) + 1;
    }
    endCommand();
  }

  /** Reads what begins at a place; the last place that belongs to it. */
  private int read(int at) {
    char c = text.charAt(at);
    if (c == '\'' || c == '"') {
      int close = text.indexOf(c, at + 1);
      add(text.substring(at + 1, close));
      return close;
    }
    if (c == '\\') {
      String next = text.substring(at + 1, at + 2);
      if (!next.equals("\n")) {
        add(next);
      }
      return at + 1;
    }
    if (c == '#' && !inWord) {
      return text.indexOf('\n', at) - 1;
    }
    if (c == '\n' || c == ';' || c == '|') {
      endCommand();
      piped = c == '|';
    } else if (c == ' ') {
      endWord();
    } else {
      add(String.valueOf(c));
    }
    return at;
  }

  private void add(String part) {
    word.append(part);
    inWord |= !part.isEmpty();
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private void endCommand() {
    endWord();
    if (!words.isEmpty() && !piped) {
      commands.add(words);
    }
    words = new ArrayList<>();
    piped = false;
  }
}
