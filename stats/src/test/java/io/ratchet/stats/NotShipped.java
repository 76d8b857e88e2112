// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import java.util.Map;

/** Methods that vectors may name and that this module has not, each with the reason. */
final class NotShipped {

  private static final String ASSIGNMENT =
      "assignment is io.ratchet.routing's; other products' hashes and sticky stores are not shipped";
  private static final String CONTEXTUAL =
      "bandits that choose by a unit's features are not shipped";

  private static final String JUDGE =
      "the judge of another product; its parts are shipped: shift, effect size, outliers";

  private static final String ONE_MORE_SHAPE_TEST =
      "one more test of any difference between two samples; Kolmogorov-Smirnov's is shipped";

  static final Map<String, String> METHODS =
      Map.ofEntries(
          Map.entry("anderson_darling_ksamp", ONE_MORE_SHAPE_TEST),
          Map.entry("cramer_von_mises_2samp", ONE_MORE_SHAPE_TEST),
          Map.entry("epps_singleton", ONE_MORE_SHAPE_TEST),
          Map.entry("bandit.linucb", CONTEXTUAL),
          Map.entry("bucket.choose", ASSIGNMENT),
          Map.entry("bucket.ranges", ASSIGNMENT),
          Map.entry("hash.flagd.bucket_value", ASSIGNMENT),
          Map.entry("hash.flagd.fractional.v2", ASSIGNMENT),
          Map.entry("hash.flagd.fractional.v2.edge", ASSIGNMENT),
          Map.entry("hash.growthbook.v1", ASSIGNMENT),
          Map.entry("hash.growthbook.v2", ASSIGNMENT),
          Map.entry("hash.growthbook.v99", ASSIGNMENT),
          Map.entry("hash.planout.uniform_choice", ASSIGNMENT),
          Map.entry("hash.unleash.gradual_rollout", ASSIGNMENT),
          Map.entry("hash.unleash.variant", ASSIGNMENT),
          Map.entry("kayenta.mann_whitney.judge", JUDGE),
          Map.entry("kayenta.score.weighted_sum", JUDGE),
          Map.entry("namespace.mutual_exclusion", ASSIGNMENT),
          Map.entry("sticky.buckets", ASSIGNMENT));

  private NotShipped() {}
}
