// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How observations become the figure of an arm. */
public sealed interface Measure {
  /** The sources that are added up for it. */
  List<Source> sources();

  /**
   * The mean over the units of each unit's own mean.
   *
   * @param absent what a unit without an observation counts as when its window has closed; null for
   *     not at all
   */
  record Mean(Source source, @Nullable Double absent) implements Measure {
    @Override
    public List<Source> sources() {
      return List.of(source);
    }
  }

  /** The sum of one source over the sum of another; its error is that of units, not of calls. */
  record Ratio(Source numerator, Source denominator) implements Measure {
    @Override
    public List<Source> sources() {
      return List.of(numerator, denominator);
    }
  }

  /**
   * The value below which this share of all calls lies; its error is that of units.
   *
   * @param level between 0 and 1
   */
  record Quantile(Source source, double level) implements Measure {
    @Override
    public List<Source> sources() {
      return List.of(source);
    }
  }
}
