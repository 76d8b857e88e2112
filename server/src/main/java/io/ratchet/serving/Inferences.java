// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.call.Call;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves inference requests: all rows of one by one version. Up to {@link
 * ServingLimits#recordedRows} rows each becomes a call; a longer request becomes one call, with its
 * number of rows as the score {@code rows} and without features.
 */
public final class Inferences {
  private final Desk desk;

  public Inferences(Desk desk) {
    this.desk = desk;
  }

  Desk desk() {
    return desk;
  }

  /**
   * What came of a request.
   *
   * @param wanted the version that was meant where another one answered
   * @param reason why; null where the version that was meant did
   */
  record Inferred(
      LiveModels.Resolved version,
      LiveModels.Resolved wanted,
      @Nullable String reason,
      Wire wire,
      List<Prediction> predictions) {}

  /**
   * Infers all rows.
   *
   * @param selector version or alias; null leaves it to the route
   * @param unit who is served
   * @throws Failure where no call came of it
   * @throws Refused where at least one did
   */
  Inferred infer(
      InferRequest request,
      String model,
      @Nullable String selector,
      String unit,
      Draft draft,
      long bytes) {
    LiveModels.Resolved wanted =
        desk.live().resolve(model, selector, unit, Json.map(request.parameters()));
    CallSink.Place place =
        desk.sink().reserve(2 * bytes + desk.limits().recordedRows() * Desk.DETAIL_BYTES);
    List<Call> calls = new ArrayList<>();
    try {
      return infer(request, wanted, selector != null, unit, draft, calls);
    } finally {
      place.record(calls);
    }
  }

  private Inferred infer(
      InferRequest request,
      LiveModels.Resolved wanted,
      boolean pinned,
      String unit,
      Draft draft,
      List<Call> calls) {
    Deadline deadline = desk.deadline();
    Rows rows = null;
    LiveModels.Resolved version = wanted;
    try (Answering by = Answering.open(desk.live(), desk.loaded(), wanted, pinned, deadline)) {
      version = by.version();
      Wire wire = by.loaded().wire();
      InferAnswer.check(request, wire);
      rows = TensorRows.read(request.tensors(wire), by.loaded(), desk.limits().maxRows());
      Rows.Who who = new Rows.Who(unit, Json.map(request.parameters()));
      for (int row = 0; row < rows.count(); row++) {
        rows.who(row, who);
      }
      List<Prediction> predictions = by.predict(rows, deadline);
      record(by, unit, draft, rows, predictions, calls);
      return new Inferred(version, wanted, by.reason(), wire, predictions);
    } catch (Failure failure) {
      fail(version, unit, draft, rows, failure, calls);
      throw new Refused(failure, version);
    } catch (RuntimeException bug) {
      Failure failure = new Failure(ErrorCode.INTERNAL, "a fault of ours", "see the log");
      fail(version, unit, draft, rows, failure, calls);
      throw bug;
    }
  }

  private boolean isRecordedByRow(@Nullable Rows rows) {
    return rows != null && rows.count() <= desk.limits().recordedRows();
  }

  private void record(
      Answering by,
      String unit,
      Draft draft,
      Rows rows,
      List<Prediction> predictions,
      List<Call> calls) {
    if (!isRecordedByRow(rows)) {
      calls.add(draft.answered(by, unit, rows.count()));
      return;
    }
    Draft shared = draft.of(rows.count());
    for (int row = 0; row < rows.count(); row++) {
      String id = draft.id(row, rows.count());
      calls.add(shared.answered(id, by, unit, rows.json(row), predictions.get(row)));
    }
  }

  private void fail(
      LiveModels.Resolved version,
      String unit,
      Draft draft,
      @Nullable Rows rows,
      Failure failure,
      List<Call> calls) {
    if (rows == null || !isRecordedByRow(rows)) {
      calls.add(draft.failed(draft.id(), version, unit, null, failure));
      return;
    }
    for (int row = 0; row < rows.count(); row++) {
      String id = draft.id(row, rows.count());
      calls.add(draft.failed(id, version, unit, rows.json(row), failure));
    }
  }
}
