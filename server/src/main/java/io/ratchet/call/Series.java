// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

/**
 * What a row of windows is about; an empty variant or tag stands for all of them. Variants and tags
 * are not combined: an experiment's analysis by segment reads calls.
 */
record Series(Call.Subject subject, String variant, String tag) {
  static Series all(Call.Subject subject) {
    return new Series(subject, "", "");
  }

  static Series ofVariant(Call.Subject subject, String variant) {
    return new Series(subject, variant, "");
  }

  static Series ofTag(Call.Subject subject, String tag) {
    return new Series(subject, "", tag);
  }

  /** Where it counts once its version has too many series. */
  Series other() {
    return new Series(
        subject, variant.isEmpty() ? "" : Bounds.OTHER, tag.isEmpty() ? "" : Bounds.OTHER);
  }
}
