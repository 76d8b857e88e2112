// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracecall;

import io.ratchet.call.Call;
import io.ratchet.call.Calls;
import io.ratchet.call.Feedback;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Semver;
import io.ratchet.trace.DueTraces;
import io.ratchet.trace.DueTraces.Due;
import io.ratchet.trace.DueTraces.Prompt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows the traces that used prompts and makes calls of them. */
public final class TraceCalls {
  private static final int BATCH = 200;

  /** For spans, links and assessments that are still on their way when the root span ends. */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  private static final Duration COUNTED_WITHIN = Duration.ofDays(1);

  private final DueTraces traces;
  private final Versions versions;
  private final Calls calls;
  private final InstantSource time;

  public TraceCalls(DueTraces traces, Versions versions, Calls calls, InstantSource time) {
    this.traces = traces;
    this.versions = versions;
    this.calls = calls;
    this.time = time;
  }

  /** Finds the version of a prompt behind MLflow's number, as a run group may use it. */
  @FunctionalInterface
  public interface Versions {
    Optional<Semver> find(String group, String prompt, String number);
  }

  /** Counts everything that is due now; to be called every second. */
  public synchronized void follow() {
    List<Due> due;
    do {
      long now = time.millis();
      long oldest = now - COUNTED_WITHIN.toMillis();
      due = traces.list(now - SETTLING.toMillis(), oldest, BATCH);
      count(due, oldest);
    } while (due.size() == BATCH);
  }

  private void count(List<Due> due, long oldest) {
    List<Call> counted = new ArrayList<>();
    List<Feedback> feedback = new ArrayList<>();
    for (Due one : due) {
      List<Call.Subject> used = used(one);
      if (one.hasEnded() && one.trace().startedAt() >= oldest) {
        counted.addAll(TraceCallPolicy.calls(one, used));
      }
      feedback.addAll(TraceCallPolicy.feedback(one, used));
    }
    if (!counted.isEmpty()) {
      var _ = calls.accept(counted);
    }
    if (!feedback.isEmpty()) {
      var _ = calls.acceptFeedback(feedback);
    }
    if (!due.isEmpty()) {
      traces.done(due);
    }
  }

  private List<Call.Subject> used(Due due) {
    List<Call.Subject> used = new ArrayList<>();
    for (Prompt prompt : due.prompts()) {
      versions
          .find(due.trace().group(), prompt.name(), prompt.number())
          .map(version -> Call.Subject.of(Prompts.KIND, prompt.name(), version.toString()))
          .ifPresent(used::add);
    }
    return used;
  }
}
