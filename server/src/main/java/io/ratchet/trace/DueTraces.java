// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.storage.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Traces that used prompts and are to be counted by others: a trace is due when its prompts are
 * said, and again whenever somebody assesses it. The mark is written in the transaction of what
 * makes it due, and taken away once the counting is durable, so that none is missed.
 */
public final class DueTraces {
  private static final List<String> MODELS =
      List.of("mlflow.llm.model", "gen_ai.response.model", "gen_ai.request.model");

  private final Database database;

  public DueTraces(Database database) {
    this.database = database;
  }

  /** A version of a prompt by MLflow's number. */
  public record Prompt(String name, String number) {}

  /** A number, a boolean or a text that somebody stated of a trace. */
  public record Said(String id, String name, JsonNode value, long time) {}

  /**
   * A trace that is due.
   *
   * @param changes which of its states this is
   * @param model the one that its spans name; null where there is none, or several
   * @param user whom it served; null where it does not say
   * @param tokens MLflow's count of tokens; null where nobody says
   * @param cost MLflow's costs in dollars; null where nobody says
   * @param said feedback that is valid
   */
  public record Due(
      TraceInfo trace,
      long changes,
      List<Prompt> prompts,
      @Nullable String model,
      @Nullable String user,
      @Nullable JsonNode tokens,
      @Nullable JsonNode cost,
      List<Said> said) {
    public Due {
      prompts = List.copyOf(prompts);
      said = List.copyOf(said);
    }

    public boolean hasEnded() {
      return trace.duration() != null;
    }
  }

  /** Marks a trace whose prompts were said. */
  static void mark(Handle handle, String trace) {
    handle
        .createUpdate(
            """
            INSERT INTO trace_due (trace_id, changes) VALUES (:trace, 1)
            ON CONFLICT (trace_id) DO UPDATE SET changes = trace_due.changes + 1
            """)
        .bind("trace", trace)
        .execute();
  }

  /** Marks a trace that was assessed, if it used prompts. */
  static void assessed(Handle handle, String trace) {
    boolean used =
        handle
                .createQuery("SELECT COUNT(*) FROM trace_prompt WHERE trace_id = :trace")
                .bind("trace", trace)
                .mapTo(Integer.class)
                .one()
            > 0;
    if (used) {
      mark(handle, trace);
    }
  }

  /**
   * Those that ended, or that were begun so long ago that they never will.
   *
   * @param endedBefore milliseconds since 1970
   * @param begunBefore milliseconds since 1970
   */
  public List<Due> list(long endedBefore, long begunBefore, int limit) {
    return database.read(handle -> {
      Map<String, Long> changes = new LinkedHashMap<>();
      handle
          .createQuery(
              """
              SELECT d.trace_id, d.changes FROM trace_due d JOIN trace t ON t.id = d.trace_id
              WHERE (t.duration IS NOT NULL AND t.ended_at < :ended) OR t.started_at < :begun
              ORDER BY t.ended_at LIMIT :limit
              """)
          .bind("ended", endedBefore)
          .bind("begun", begunBefore)
          .bind("limit", limit)
          .map((row, _) -> changes.put(row.getString(1), row.getLong(2)))
          .list();
      return changes.isEmpty() ? List.of() : read(handle, changes);
    });
  }

  private static List<Due> read(Handle handle, Map<String, Long> changes) {
    Map<String, List<Prompt>> prompts = prompts(handle, changes.keySet());
    Map<String, String> models = models(handle, changes.keySet());
    List<Due> due = new ArrayList<>();
    for (TraceInfo trace : Traces.infos(handle, List.copyOf(changes.keySet()))) {
      due.add(
          new Due(
              trace,
              changes.getOrDefault(trace.id(), 0L),
              prompts.getOrDefault(trace.id(), List.of()),
              models.get(trace.id()),
              trace.metadata().get(Keys.USER),
              json(trace.metadata().get(Keys.USAGE)),
              json(trace.metadata().get(Keys.COST)),
              said(trace)));
    }
    return due;
  }

  private static @Nullable JsonNode json(@Nullable String text) {
    return text == null ? null : PromptLinks.parsed(text);
  }

  private static List<Said> said(TraceInfo trace) {
    List<Said> said = new ArrayList<>();
    for (Assessment one : trace.assessments()) {
      JsonNode value = one.value();
      boolean isFeedback = one.kind() == Assessment.Kind.FEEDBACK && one.valid();
      if (isFeedback && value != null && isPlain(value)) {
        said.add(new Said(one.id(), one.name(), value, one.createdAt()));
      }
    }
    return said;
  }

  private static boolean isPlain(JsonNode value) {
    return value.isNumber() || value.isBoolean() || value.isString();
  }

  private static Map<String, List<Prompt>> prompts(Handle handle, Collection<String> traces) {
    Map<String, List<Prompt>> prompts = new HashMap<>();
    handle
        .createQuery(
            "SELECT trace_id, prompt FROM trace_prompt WHERE trace_id IN (<traces>)"
                + " ORDER BY prompt")
        .bindList("traces", List.copyOf(traces))
        .map((row, _) -> {
          String text = row.getString("prompt");
          int slash = text.lastIndexOf('/');
          return prompts
              .computeIfAbsent(row.getString("trace_id"), _ -> new ArrayList<>())
              .add(new Prompt(text.substring(0, slash), text.substring(slash + 1)));
        })
        .list();
    return prompts;
  }

  /** The model of a trace, where its spans name just one. */
  private static Map<String, String> models(Handle handle, Collection<String> traces) {
    Map<String, String> models = new HashMap<>();
    Set<String> several = new HashSet<>();
    handle
        .createQuery(
            """
            SELECT DISTINCT trace_id, value FROM trace_span_attribute
            WHERE trace_id IN (<traces>) AND key IN (<keys>)
            """)
        .bindList("traces", List.copyOf(traces))
        .bindList("keys", MODELS)
        .map((row, _) -> {
          String known = models.put(row.getString("trace_id"), row.getString("value"));
          return known != null && several.add(row.getString("trace_id"));
        })
        .list();
    models.keySet().removeAll(several);
    return models;
  }

  /** Takes the marks away, but for those that were renewed meanwhile. */
  public void done(List<Due> due) {
    database.change(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              "DELETE FROM trace_due WHERE trace_id = :trace AND changes = :changes");
      due.forEach(
          one -> batch.bind("trace", one.trace().id()).bind("changes", one.changes()).add());
      batch.execute();
    });
  }
}
