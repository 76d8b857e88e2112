// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a call counts: its version, arm, value of the configured tag, and time.
 *
 * @param variant arm of an experiment
 * @param tag value of the tag dimension
 */
record Counted(Call.Subject subject, @Nullable String variant, @Nullable String tag, Instant time) {

  /** Null for a call without a version, which counts nowhere. */
  static @Nullable Counted of(Call call, String tagDimension) {
    Call.Subject subject = call.subject();
    return subject == null
        ? null
        : new Counted(subject, call.variant(), call.tags().get(tagDimension), call.time());
  }

  /** The series it belongs to: all calls of its version, those of its arm, those of its tag. */
  List<Series> series() {
    List<Series> series = new ArrayList<>(3);
    series.add(Series.all(subject));
    if (variant != null) {
      series.add(Series.ofVariant(subject, variant));
    }
    if (tag != null && !tag.isEmpty()) {
      series.add(Series.ofTag(subject, tag));
    }
    return series;
  }
}
