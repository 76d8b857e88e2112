// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

/**
 * A number that stands for many.
 *
 * @param percent of a percentile; else of no meaning
 */
record Aggregation(Kind kind, double percent) {
  /** How it is made. */
  enum Kind {
    COUNT,
    SUM,
    AVG,
    MIN,
    MAX,
    PERCENTILE
  }

  /** How it is called in an answer. */
  String label() {
    return kind == Kind.PERCENTILE ? "P" + percent : kind.name();
  }
}
