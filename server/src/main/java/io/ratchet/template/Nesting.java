// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

/**
 * The bounds of writing lists and maps: how deep they may lie in each other, and how long it gets.
 */
final class Nesting {
  /** The deepest list or map within a value; a value that contains itself ends here. */
  static final int MAX_DEPTH = 500;

  private Nesting() {}

  /** The depth one level further down; refuses what is too deep or already too long. */
  static int deeper(StringBuilder out, int depth) {
    if (depth >= MAX_DEPTH) {
      throw new Refused("is nested deeper than " + MAX_DEPTH + " levels");
    }
    if (out.length() > Template.MAX_RENDERED_LENGTH) {
      throw new Refused(
          "makes the text longer than " + Template.MAX_RENDERED_LENGTH + " characters");
    }
    return depth + 1;
  }
}
