// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that is observed of calls and added up for each unit.
 *
 * @param key what is observed; {@code score:} and its name for a score
 * @param window how long after a unit's exposure observations count; null for always. A unit then
 *     takes part when its window has closed, so that no result is looked at half-way
 */
public record Source(String key, @Nullable Duration window) {
  /** One for each call. */
  public static final Source CALLS = always("calls");

  /** One for a success, zero for a failure; none for an interruption. */
  public static final Source SUCCESS = always("success_rate");

  public static final Source COMPLETENESS = always("completeness");
  public static final Source LATENCY = always("latency_ms");
  public static final Source COST = always("cost_usd");
  public static final Source INPUT_TOKENS = always("input_tokens");
  public static final Source OUTPUT_TOKENS = always("output_tokens");
  public static final Source TOKENS = always("tokens");

  private static final String SCORE = "score:";

  private static Source always(String key) {
    return new Source(key, null);
  }

  public static Source score(String name) {
    return always(SCORE + name);
  }

  /** The name of the score, null for what is measured here. */
  public @Nullable String scoreName() {
    return key.startsWith(SCORE) ? key.substring(SCORE.length()) : null;
  }

  /** As it is named in requests and answers. */
  public String shown() {
    String score = scoreName();
    return score == null ? key : score;
  }

  public Source within(@Nullable Duration limit) {
    return new Source(key, limit);
  }

  /** What its sums are stored under. */
  public String stored() {
    return window == null ? key : key + "@" + window;
  }
}
