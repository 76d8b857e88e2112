// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.Ticker;
import io.ratchet.call.Call;
import io.ratchet.call.Calls;
import io.ratchet.config.SimulationConfig;
import io.ratchet.experiment.PlanReader;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.ProblemDetails;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.verdict.Allocation;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Plans and simulations by HTTP; nothing they do changes anything. */
public final class SimulationApi {
  private static final String LINES = "application/x-ndjson";

  private final PlanReader plans;
  private final Calls calls;
  private final InstantSource time;
  private final SimulationConfig config;
  private final Simulations simulations;

  public SimulationApi(
      PlanReader plans, Calls calls, InstantSource time, Ticker ticker, SimulationConfig config) {
    this.plans = plans;
    this.calls = calls;
    this.time = time;
    this.config = config;
    this.simulations = new Simulations(ticker, config.maxTime());
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/experiments/plan", Access.VIEWER, this::plan),
        Route.post("/api/experiments/simulate", Access.VIEWER, this::simulate));
  }

  private Answer plan(Request request) {
    Asked asked = new AskedReader(request.json(), plans).read(false);
    Known known = known(asked, recorded(asked), Asked.From.RECORDED);
    return Answer.json(ForecastJson.of(asked, known, forecast(asked, known)));
  }

  private static Forecast forecast(Asked asked, Known known) {
    return PlanningPolicy.forecast(
        asked.plan(), known.population(), asked.effects(), asked.power(), known.unitsPerDay());
  }

  private Recorded recorded(Asked asked) {
    Plan plan = asked.plan();
    Instant now = time.instant();
    Instant since = now.minus(Duration.ofDays(asked.recordedDays()));
    List<Source> sources = PopulationPolicy.sources(plan);
    Set<String> scores =
        sources.stream()
            .map(Source::scoreName)
            .filter(Objects::nonNull)
            .collect(Collectors.toUnmodifiableSet());
    RecordedUnits units = new RecordedUnits(sources, PopulationPolicy.ranked(plan));
    int[] read = {0};
    Call.Subject control =
        Call.Subject.of(plan.kind(), plan.asset(), plan.control().version().toString());
    calls.recorded(
        control,
        since,
        config.maxCalls(),
        scores,
        call -> {
          units.add(call);
          read[0]++;
        });
    return units.recorded(since, now, read[0] == config.maxCalls());
  }

  private static Known known(Asked asked, Recorded recorded, Asked.From from) {
    Population population =
        PopulationPolicy.of(
            asked.plan(), from == Asked.From.ASSUMED ? null : recorded, asked.assumptions());
    return new Known(recorded, asked.assumptions(), population);
  }

  /** What is to be played, every fault in it named. */
  private record Prepared(Asked asked, Known known, Asked.From from, List<Setting> settings) {}

  private Prepared prepared(Request request) {
    Asked asked = new AskedReader(request.json(), plans).read(true);
    Asked.Play play = Objects.requireNonNull(asked.play());
    Recorded recorded = recorded(asked);
    Asked.From wanted = play.from();
    Asked.From from =
        wanted != null ? wanted : recorded.units() > 0 ? Asked.From.RECORDED : Asked.From.ASSUMED;
    Known known = known(asked, recorded, from);
    check(asked, known, from);
    Plan plan = asked.plan();
    List<Integer> looks = LooksPolicy.looks(plan, play, known.unitsPerDay());
    List<Setting> settings =
        truths(asked, known, play).stream()
            .map(truth -> Setting.of(plan, truth, known.population(), looks, known.unitsPerDay()))
            .toList();
    return new Prepared(asked, known, from, settings);
  }

  private static void check(Asked asked, Known known, Asked.From from) {
    List<Problem> problems = new ArrayList<>();
    Set<String> missing = new java.util.LinkedHashSet<>();
    for (Goal goal : Plans.deciding(asked.plan()).goals()) {
      for (Source source : goal.metric().measure().sources()) {
        if (known.population().column(source).isEmpty()) {
          String score = source.scoreName();
          missing.add(score == null ? source.key() : score);
        }
      }
    }
    String why =
        from == Asked.From.ASSUMED
            ? "is required, since what is assumed is all there is"
            : "is required, since the calls of the control have none";
    missing.forEach(name -> problems.add(Problem.of("assume." + name, why, null)));
    boolean isStill = asked.plan().allocation() instanceof Allocation.Fixed;
    if (!isStill && known.unitsPerDay() == null) {
      problems.add(
          Problem.of("assume.units_per_day", "is required, since shares move with time", null));
    }
    if (!problems.isEmpty()) {
      throw Failure.invalid(
          problems,
          "send what to assume, or record calls of %s %s first"
              .formatted(asked.plan().asset(), asked.plan().control().version()));
    }
  }

  /** The given scenarios, else no difference and what is planned. */
  private static List<Truth> truths(Asked asked, Known known, Asked.Play play) {
    if (!play.truths().isEmpty()) {
      return play.truths();
    }
    Map<Metric, Change> planned = new LinkedHashMap<>(asked.effects());
    Forecast forecast = forecast(asked, known);
    if (planned.isEmpty()) {
      for (Forecast.OfGoal goal : forecast.goals()) {
        if (!goal.change().isNone()) {
          planned.put(goal.goal().metric(), goal.change());
        }
      }
    }
    String name = "planned effect";
    Forecast.OfGoal primary = forecast.goals().getFirst();
    Forecast.Reach reach = primary.reach();
    if (planned.isEmpty() && reach != null) {
      name = "smallest effect likely found";
      boolean isUp = primary.goal().metric().higherIsBetter();
      double gain = reach.alwaysValid();
      planned.put(primary.goal().metric(), new Change(isUp ? gain : -gain, false));
    }
    return planned.isEmpty()
        ? List.of(Truth.noDifference())
        : List.of(Truth.noDifference(), new Truth(name, planned, null));
  }

  private Answer simulate(Request request) {
    Prepared prepared = prepared(request);
    Simulations.Turn turn;
    try {
      turn = simulations.turn();
    } catch (Failure busy) {
      return ProblemDetails.answer(busy).withHeader("retry-after", "5");
    }
    if (request.header("accept").orElse("").contains(LINES)) {
      return new Answer.Streamed(
          200,
          Map.of("content-type", LINES),
          out -> {
            try (turn) {
              stream(prepared, out);
            }
          });
    }
    try (turn) {
      return Answer.json(play(prepared, (_, _) -> {}));
    }
  }

  private void stream(Prepared prepared, OutputStream out) throws IOException {
    Simulations.Progress<IOException> progress =
        (made, of) ->
            line(out, Json.object().put("event", "progress").put("runs", made).put("of", of));
    ObjectNode last;
    try {
      last = Json.object().put("event", "result").set("result", play(prepared, progress));
    } catch (Failure failure) {
      last =
          Json.object()
              .put("event", "error")
              .put("detail", failure.message())
              .put("hint", failure.hint());
    }
    line(out, last);
  }

  private static void line(OutputStream out, ObjectNode json) throws IOException {
    out.write(Json.bytes(json));
    out.write('\n');
    out.flush();
  }

  private <E extends Exception> ObjectNode play(Prepared prepared, Simulations.Progress<E> progress)
      throws E {
    Asked asked = prepared.asked();
    Asked.Play play = Objects.requireNonNull(asked.play());
    List<List<Ended>> endings =
        simulations.play(prepared.settings(), play.runs(), play.seed(), progress);
    if (endings.stream().anyMatch(List::isEmpty)) {
      throw new Failure(
          ErrorCode.TOO_LARGE,
          "not one run of every scenario ended within %s".formatted(simulations.maxTime()),
          "send fewer max_units, or raise simulation.max_time");
    }
    ObjectNode json = ForecastJson.plan(asked, prepared.known());
    json.put("source", prepared.from().name().toLowerCase(java.util.Locale.ROOT));
    json.put("seed", play.seed());
    json.put("runs_asked", play.runs());
    int fewest = endings.stream().mapToInt(List::size).min().orElseThrow();
    json.put("is_complete", fewest == play.runs());
    List<Integer> looks = prepared.settings().getFirst().looks();
    json.put("looks", looks.size()).put("max_units", looks.getLast());
    ArrayNode scenarios = json.putArray("scenarios");
    for (int i = 0; i < endings.size(); i++) {
      Setting setting = prepared.settings().get(i);
      Truth.Merit merit = setting.truth().merit(setting.plan(), setting.population());
      scenarios.add(OutcomeJson.of(new Outcome(setting, merit, endings.get(i))));
    }
    return json.put("note", note(asked, fewest, play, looks.getLast(), prepared.known()));
  }

  /** What one should know before believing it; null for nothing. */
  private static @Nullable String note(
      Asked asked, int fewest, Asked.Play play, int end, Known known) {
    if (fewest < play.runs()) {
      return "the time was over after %,d of %,d runs of a scenario; the slow ones are those that are missing"
          .formatted(fewest, play.runs());
    }
    if (PlanningPolicy.target(asked.plan()) > end) {
      return "no arm is likely to get its %,d units among %,d: nothing can be promoted"
          .formatted(asked.plan().targetUnits(), end);
    }
    boolean hasWindows =
        asked.plan().goals().stream()
            .flatMap(goal -> goal.metric().measure().sources().stream())
            .anyMatch(source -> source.window() != null);
    if (hasWindows) {
      return "results count at once here; add the attribution window to the days";
    }
    int units = known.recorded().units();
    return known.population().recorded().isEmpty() || units >= 200
        ? null
        : "only %,d units are recorded: what they did not show will not come".formatted(units);
  }
}
