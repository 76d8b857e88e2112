// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Brings feedback and calls together, whichever came first. Numbers and booleans become scores of
 * the windows that their call is in, each as often as it was given.
 */
final class Joins {
  private final String tagDimension;
  private final WindowUpdates windows;
  private final List<FeedbackStore.Joined> joined = new ArrayList<>();
  private final List<ExperimentCalls.Scored> scored = new ArrayList<>();
  private final List<WatchedCalls.Labelled> labelled = new ArrayList<>();

  Joins(String tagDimension, WindowUpdates windows) {
    this.tagDimension = tagDimension;
    this.windows = windows;
  }

  /** Gives calls that have just come the feedback that waited for them. */
  void toNewCalls(Handle handle, List<CallCodec.Arrived> calls) {
    if (calls.isEmpty() || !FeedbackStore.isAnyWaiting(handle)) {
      return;
    }
    Map<String, CallCodec.Arrived> byId = new HashMap<>();
    Map<FeedbackStore.UnitOf, CallCodec.Arrived> byUnit = new LinkedHashMap<>();
    for (CallCodec.Arrived one : calls) {
      Call call = one.call();
      byId.put(call.id(), one);
      if (call.experiment() != null && call.unit() != null) {
        byUnit.putIfAbsent(new FeedbackStore.UnitOf(call.experiment(), call.unit()), one);
      }
    }
    FeedbackStore.waitingForCalls(handle, List.copyOf(byId.keySet()))
        .forEach(row -> joinTo(row, byId.get(row.feedback().callId())));
    FeedbackStore.waitingForUnits(handle, List.copyOf(byUnit.keySet()))
        .forEach(row -> joinTo(row, byUnit.get(unitOf(row.feedback()))));
    save(handle);
  }

  /** Gives units that were told their arm, and are served elsewhere, what waited for them. */
  void toNewExposures(Handle handle, List<Exposure> exposures) {
    if (exposures.isEmpty() || !FeedbackStore.isAnyWaiting(handle)) {
      return;
    }
    Map<FeedbackStore.UnitOf, Exposure> byUnit = new LinkedHashMap<>();
    exposures.forEach(
        one -> byUnit.putIfAbsent(new FeedbackStore.UnitOf(one.experiment(), one.unit()), one));
    FeedbackStore.waitingForUnits(handle, List.copyOf(byUnit.keySet()))
        .forEach(row -> {
          Exposure exposure = byUnit.get(unitOf(row.feedback()));
          if (exposure != null) {
            join(row, exposure);
          }
        });
    save(handle);
  }

  /** Stores feedback that has just come, with the call it belongs to where that is known. */
  void ofNewFeedback(
      Handle handle, List<FeedbackCodec.Arrived> arrived, long first, Applied applied) {
    List<FeedbackStore.Stored> rows = new ArrayList<>();
    long sequence = first;
    for (FeedbackCodec.Arrived one : arrived) {
      rows.add(new FeedbackStore.Stored(sequence++, one.receipt(), one.feedback()));
    }
    int[] inserted = FeedbackStore.insert(handle, rows);
    Map<String, Call> calls = CallStore.findAll(handle, callIds(rows));
    for (int i = 0; i < inserted.length; i++) {
      FeedbackStore.Stored row = rows.get(i);
      if (inserted[i] == 0) {
        applied.addDuplicate(row.receipt());
        continue;
      }
      applied.addFeedback();
      Optional<Call> call = callOf(handle, row.feedback(), calls);
      Optional<Exposure> exposure =
          call.isPresent() ? Optional.empty() : exposureOf(handle, row.feedback());
      if (call.isPresent()) {
        join(row, call.get());
      } else if (exposure.isPresent()) {
        join(row, exposure.get());
      } else {
        applied.addUnmatched(row.receipt());
      }
    }
    save(handle);
  }

  private static List<String> callIds(List<FeedbackStore.Stored> rows) {
    List<String> ids = new ArrayList<>();
    for (FeedbackStore.Stored row : rows) {
      if (row.feedback().callId() != null) {
        ids.add(row.feedback().callId());
      }
    }
    return ids;
  }

  private static Optional<Call> callOf(Handle handle, Feedback feedback, Map<String, Call> calls) {
    if (feedback.callId() != null) {
      return Optional.ofNullable(calls.get(feedback.callId()));
    }
    FeedbackStore.UnitOf unit = unitOf(feedback);
    return CallStore.latestOfUnit(handle, unit.experiment(), unit.unit());
  }

  /** A unit that has no call may have been told its arm and served elsewhere. */
  private static Optional<Exposure> exposureOf(Handle handle, Feedback feedback) {
    if (feedback.experiment() == null || feedback.unit() == null) {
      return Optional.empty();
    }
    return ExposureStore.ofUnit(handle, feedback.experiment(), feedback.unit());
  }

  /** Counts for the experiment; there is no call that shows it. */
  private void join(FeedbackStore.Stored row, Exposure exposure) {
    joined.add(new FeedbackStore.Joined(row.sequence(), ""));
    Double score = row.feedback().score();
    if (score != null) {
      scored.add(
          new ExperimentCalls.Scored(
              row.sequence(),
              exposure.experiment(),
              exposure.variant(),
              exposure.version(),
              exposure.unit(),
              row.feedback().name(),
              score,
              exposure.time(),
              row.feedback().time()));
    }
  }

  private static FeedbackStore.UnitOf unitOf(Feedback feedback) {
    if (feedback.experiment() == null || feedback.unit() == null) {
      throw new IllegalArgumentException("feedback is about no call: " + feedback.id());
    }
    return new FeedbackStore.UnitOf(feedback.experiment(), feedback.unit());
  }

  private void joinTo(FeedbackStore.Stored row, CallCodec.@Nullable Arrived arrived) {
    if (arrived == null) {
      throw new IllegalStateException("nobody asked for feedback " + row.feedback().id());
    }
    join(row, arrived.call().withPrediction(CallDetail.read(arrived.detail()).prediction()));
  }

  private void join(FeedbackStore.Stored row, Call call) {
    joined.add(new FeedbackStore.Joined(row.sequence(), call.id()));
    Double score = row.feedback().score();
    if (score != null) {
      score(row, call, row.feedback().name(), score);
    }
    Labels.scores(row.feedback(), call).forEach((name, value) -> score(row, call, name, value));
    WatchedCalls.Labelled label = WatchedCalls.of(row.sequence(), row.feedback(), call);
    if (label != null) {
      labelled.add(label);
    }
  }

  private void score(FeedbackStore.Stored row, Call call, String name, double score) {
    Counted where = Counted.of(call, tagDimension);
    if (where != null) {
      windows.addScore(where, name, score);
    }
    String experiment = call.experiment();
    if (experiment != null) {
      scored.add(
          new ExperimentCalls.Scored(
              row.sequence(),
              experiment,
              call.variant() == null ? "" : call.variant(),
              call.subject() == null ? "" : call.subject().version(),
              call.unit() == null ? call.id() : call.unit(),
              name,
              score,
              call.time(),
              row.feedback().time()));
    }
  }

  private void save(Handle handle) {
    FeedbackStore.join(handle, joined);
    joined.clear();
    ExperimentCalls.add(handle, scored);
    scored.clear();
    WatchedCalls.add(handle, labelled);
    labelled.clear();
  }
}
