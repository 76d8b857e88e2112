// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

/** What a colour says; the codes are those of ECMA-48. */
enum Colour {
  ADDED("32"),
  REMOVED("31"),
  PLACE("36"),
  FAULT("1;31");

  private final String code;

  Colour(String code) {
    this.code = code;
  }

  /** The text in this colour where the terminal shows colours, else as it is. */
  String on(Terminal terminal, String text) {
    return terminal.coloured() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
