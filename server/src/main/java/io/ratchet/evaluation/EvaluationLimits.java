// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import org.jspecify.annotations.Nullable;

/** How much of what is taken. */
final class EvaluationLimits {
  /** Longest name of a dataset or a scorer, in characters. */
  static final int NAME = 500;

  /** Longest name of somebody who changes something. */
  static final int ACTOR = 255;

  static final int TAG_NAME = 250;
  static final int TAG_VALUE = 5_000;

  /** Most tags of one dataset or record. */
  static final int TAGS = 200;

  /** Longest schema, which the server writes itself where none is given. */
  static final int SCHEMA = (1 << 20) - 1;

  static final int PROFILE = (16 << 20) - 1;

  /** Most records in one request. */
  static final int RECORDS = 10_000;

  /** Longest part of a record, as JSON. */
  static final int RECORD_PART = 1 << 20;

  /** Most groups that one dataset belongs to. */
  static final int GROUPS = 1_000;

  /** Characters of records after which a page ends. */
  static final int PAGE_CHARACTERS = 16 << 20;

  /** Longest text of a scorer. */
  static final int SCORER = 1 << 20;

  private EvaluationLimits() {}

  static String check(String field, String value, int most) {
    if (value.length() > most) {
      throw Refusals.invalid(
          "'%s' exceeds the maximum length of %d characters: %d, %s"
              .formatted(field, most, value.length(), Problem.shorten(value)));
    }
    return value;
  }

  static @Nullable String checkIfGiven(String field, @Nullable String value, int most) {
    return value == null ? null : check(field, value, most);
  }
}
