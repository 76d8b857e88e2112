// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Result;
import io.ratchet.stats.sequential.NormalMixture;

/** A treatment beside the control, in one metric: every inference that is drawn from their sums. */
public interface Comparison {
  /** What is known of one arm. */
  record Figure(long units, double value, double variance) {
    /** That of a sample of units. */
    static Figure of(Moments sample) {
      return new Figure(sample.n(), sample.mean(), sample.varianceOfMean());
    }
  }

  /** The name of the test for one look. */
  String test();

  Result<Figure> control();

  Result<Figure> treatment();

  /** What one look at a planned end says; not for stopping. */
  Result<Effect> fixed(Confidence confidence);

  /** What may be read at any time. */
  Result<Effect> always(Alternative alternative, NormalMixture mixture, Confidence confidence);

  /** As {@link #always}, as a share of the control. */
  Result<Effect> relative(Alternative alternative, NormalMixture mixture, Confidence confidence);

  /** Units an arm needs before there is an always-valid interval, and a relative one. */
  long fewestUnits(boolean isRelative);
}
