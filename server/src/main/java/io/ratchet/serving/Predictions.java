// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.call.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Serves predictions: routes rows, has them predicted, and ends each as exactly one call. */
public final class Predictions {
  /** Features with more JSON are predicted, but not kept with their call. */
  private static final int KEPT_FEATURES = 64 << 10;

  /** Faults that one answer names. */
  private static final int SHOWN = 1_000;

  private final Desk desk;
  private final @Nullable String defaultModel;

  /**
   * Serves what is desk.live().
   *
   * @param defaultModel answers who names none; null leaves it to the only model there is
   */
  public Predictions(Desk desk, @Nullable String defaultModel) {
    this.desk = desk;
    this.defaultModel = defaultModel;
  }

  Desk desk() {
    return desk;
  }

  /** The model that a request is for. */
  String model(@Nullable String named) {
    if (named != null) {
      return named;
    }
    if (defaultModel != null) {
      return defaultModel;
    }
    List<String> names = desk.live().names();
    if (names.size() == 1) {
      return names.getFirst();
    }
    throw names.isEmpty()
        ? Failure.missing("there is no model", "register one with POST /api/models")
        : Failure.invalid(
            "the request names no model, and there are " + names.size(),
            "send model, one of "
                + Problem.shorten(String.join(", ", names))
                + ", or configure serving.model_name");
  }

  /** A row on its way: what it asks, which version is to answer, and what that said. */
  private static final class Place {
    final int number;
    final String unit;
    final PredictRequest.Row row;
    final LiveModels.Resolved version;

    Place(int number, String unit, PredictRequest.Row row, LiveModels.Resolved version) {
      this.number = number;
      this.unit = unit;
      this.row = row;
      this.version = version;
    }
  }

  /**
   * A row that was predicted.
   *
   * @param wanted the version that was meant where another one answered
   * @param reason why; null where the version that was meant did
   */
  record Answered(
      String callId,
      PredictRequest.Row row,
      LiveModels.Resolved version,
      LiveModels.Resolved wanted,
      @Nullable String reason,
      Prediction prediction,
      Classes classes) {}

  /**
   * Predicts all rows of a request or none.
   *
   * @param requestId stands for who sent a row and is not named
   * @throws Failure where no call came of it
   * @throws Refused where at least one did
   */
  List<Answered> predict(PredictRequest request, Draft whole, String requestId, long bytes) {
    Draft draft = whole.of(request.rows().size());
    String model = model(request.model());
    String experiment = request.experiment();
    if (experiment != null && !desk.live().isOwnedBy(model, experiment)) {
      throw Failure.missing(
          "the route of %s belongs to no experiment %s"
              .formatted(Problem.shorten(model), Problem.shorten(experiment)),
          "start the experiment on this model, or leave experiment_name out");
    }
    Map<Group, List<Place>> groups = groups(request, model, requestId);
    CallSink.Place place = desk.sink().reserve(bytes + request.rows().size() * Desk.DETAIL_BYTES);
    List<Call> calls = new ArrayList<>();
    try {
      return predict(groups, request, draft, calls);
    } finally {
      place.record(calls);
    }
  }

  /** Rows that the same version answers, for the same reason. */
  private record Group(Object version, @Nullable String experiment, @Nullable String variant) {}

  private Map<Group, List<Place>> groups(PredictRequest request, String model, String requestId) {
    Map<Group, List<Place>> groups = new LinkedHashMap<>();
    for (int i = 0; i < request.rows().size(); i++) {
      PredictRequest.Row row = request.rows().get(i);
      String unit = row.user() == null ? requestId : row.user();
      LiveModels.Resolved version =
          desk.live().resolve(model, request.version(), unit, row.seen(request.attributes()));
      groups
          .computeIfAbsent(
              new Group(version.version(), version.experiment(), version.variant()),
              _ -> new ArrayList<>())
          .add(new Place(i, unit, row, version));
    }
    return groups;
  }

  /** The rows of one version, checked. */
  private record Checked(Answering answering, List<Place> places, Rows rows) {}

  private List<Answered> predict(
      Map<Group, List<Place>> groups, PredictRequest request, Draft draft, List<Call> calls) {
    Deadline deadline = desk.deadline();
    boolean pinned = request.version() != null;
    List<Checked> checked = new ArrayList<>();
    try {
      for (List<Place> places : groups.values()) {
        checked.add(check(places, request, draft, pinned, deadline, calls));
      }
      refuse(checked, request, draft, calls);
      return answer(checked, request, draft, deadline, calls);
    } finally {
      checked.forEach(one -> one.answering().close());
    }
  }

  private Checked check(
      List<Place> places,
      PredictRequest request,
      Draft draft,
      boolean pinned,
      Deadline deadline,
      List<Call> calls) {
    LiveModels.Resolved version = places.getFirst().version;
    try {
      Answering answering = Answering.open(desk.live(), desk.loaded(), version, pinned, deadline);
      Rows rows = new Rows(answering.columns(), places.size());
      return new Checked(answering, places, rows);
    } catch (Failure failure) {
      throw fail(places, request, draft, version, failure, calls);
    }
  }

  /** Names the faults of all rows at once; only faulty rows become calls. */
  private void refuse(
      List<Checked> checked, PredictRequest request, Draft draft, List<Call> calls) {
    Map<Integer, List<Problem>> faults = new TreeMap<>();
    LiveModels.Resolved first = null;
    for (Checked group : checked) {
      for (int i = 0; i < group.places().size(); i++) {
        Place place = group.places().get(i);
        group.rows().who(i, new Rows.Who(place.unit, place.row.seen(request.attributes())));
        List<Problem> own = new ArrayList<>();
        group
            .answering()
            .columns()
            .read(place.row.features(), place.row.path(), group.rows(), i, own);
        if (!own.isEmpty()) {
          first = first == null ? group.answering().version() : first;
          faults.put(place.number, own);
          calls.add(
              draft.failed(
                  draft.id(place.number, request.rows().size()),
                  group.answering().version(),
                  place.unit,
                  kept(place.row),
                  Failure.invalid(own, "")));
        }
      }
    }
    if (first != null) {
      List<Problem> problems = faults.values().stream().flatMap(List::stream).limit(SHOWN).toList();
      throw new Refused(
          Failure.invalid(
              problems,
              "correct the named features; GET /v2/models/%s shows what the model takes"
                  .formatted(first.model())),
          first);
    }
  }

  private List<Answered> answer(
      List<Checked> checked,
      PredictRequest request,
      Draft draft,
      Deadline deadline,
      List<Call> calls) {
    int count = request.rows().size();
    @Nullable Answered[] answered = new @Nullable Answered[count];
    List<Call> good = new ArrayList<>(count);
    for (Checked group : checked) {
      Answering by = group.answering();
      List<Prediction> predictions;
      try {
        predictions = by.predict(group.rows(), deadline);
      } catch (Failure failure) {
        throw fail(group.places(), request, draft, by.version(), failure, calls);
      } catch (RuntimeException bug) {
        Failure failure = new Failure(ErrorCode.INTERNAL, "a fault of ours", "see the log");
        var _ = fail(group.places(), request, draft, by.version(), failure, calls);
        throw bug;
      }
      Classes classes = new Classes(by.columns().signature().classes());
      for (int i = 0; i < group.places().size(); i++) {
        Place place = group.places().get(i);
        String id = draft.id(place.number, count);
        Prediction given = predictions.get(i);
        good.add(draft.answered(id, by, place.unit, kept(place.row), given));
        answered[place.number] =
            new Answered(id, place.row, by.version(), by.wanted(), by.reason(), given, classes);
      }
    }
    calls.addAll(good);
    List<Answered> list = new ArrayList<>(count);
    for (Answered one : answered) {
      if (one == null) {
        throw new IllegalStateException("a row without an answer");
      }
      list.add(one);
    }
    return list;
  }

  private static Refused fail(
      List<Place> places,
      PredictRequest request,
      Draft draft,
      LiveModels.Resolved version,
      Failure failure,
      List<Call> calls) {
    for (Place place : places) {
      calls.add(
          draft.failed(
              draft.id(place.number, request.rows().size()),
              version,
              place.unit,
              kept(place.row),
              failure));
    }
    return new Refused(failure, version);
  }

  private static tools.jackson.databind.@Nullable JsonNode kept(PredictRequest.Row row) {
    boolean small =
        row.features().size() < 500 || row.features().toString().length() <= KEPT_FEATURES;
    return small && row.features().isObject() ? row.features() : null;
  }
}
