// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.call.ExperimentCalls.Observed;
import io.ratchet.call.Outcome;
import io.ratchet.verdict.Source;
import org.jspecify.annotations.Nullable;

/** What is observed of a call, in stored units. */
public final class Observation {
  private Observation() {}

  /** What a call adds to a source; null for nothing. */
  public static @Nullable Double of(Source source, Observed call) {
    String score = source.scoreName();
    if (score != null) {
      return call.scores().get(score);
    }
    return switch (source.key()) {
      case "calls" -> (Double) 1.0;
      case "success_rate" ->
          switch (call.outcome()) {
            case SUCCESS -> (Double) 1.0;
            case FAILURE -> (Double) 0.0;
            case INTERRUPTED -> null;
          };
      case "latency_ms" ->
          call.outcome() == Outcome.INTERRUPTED ? null : number(call.latencyMicros());
      case "cost_usd" -> number(call.costNanos());
      case "completeness" -> call.completeness();
      case "input_tokens" -> number(call.inputTokens());
      case "output_tokens" -> number(call.outputTokens());
      case "tokens" ->
          call.inputTokens() == null || call.outputTokens() == null
              ? null
              : (Double) (double) (call.inputTokens() + call.outputTokens());
      case String unknown -> throw new IllegalStateException("nothing observes " + unknown);
    };
  }

  private static @Nullable Double number(@Nullable Long number) {
    return number == null ? null : (Double) number.doubleValue();
  }
}
