// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Digest;
import io.ratchet.base.Json;
import io.ratchet.tracking.ArchivedGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lines of the plain form from a server that speaks MLflow's wire; none of a kind that it does not
 * serve. They come holder by holder (an experiment, a dataset) and page by page; a position is the
 * holder and the token of its next page.
 */
final class RestLines {
  private static final int MODELS = 50;
  private static final int DATASETS = 50;
  private static final int RECORDS = 200;

  private final TrackingClient client;
  private final List<ArchivedGroup> groups;
  private final Map<String, String> names = new HashMap<>();

  RestLines(TrackingClient client, List<ArchivedGroup> groups) {
    this.client = client;
    this.groups = groups;
    groups.forEach(group -> names.put(group.id(), group.name()));
  }

  LinePage page(Kind kind, String after) {
    return switch (kind) {
      case LOGGED_MODELS -> of(experiments(), after, this::models);
      case TRACES -> of(experiments(), after, new RestTraces(client, names)::of);
      case DATASETS -> of(List.of("all"), after, (_, token) -> datasets(token));
      case RECORDS -> of(datasetIds(), after, this::records);
      case SCORERS -> of(active(), after, (group, _) -> scorers(group));
    };
  }

  private List<String> experiments() {
    return groups.stream().map(ArchivedGroup::id).toList();
  }

  /** The server does not say what scorers a deleted one has. */
  private List<String> active() {
    return groups.stream()
        .filter(group -> group.deletedAt() == null)
        .map(ArchivedGroup::id)
        .toList();
  }

  /**
   * What a holder has.
   *
   * @param token of the page after it; empty for none
   */
  record Answered(List<ObjectNode> lines, String token) {
    static final Answered NOTHING = new Answered(List.of(), "");
  }

  /** Asks a holder for its lines from a token on. */
  interface Ask {
    Answered of(String holder, String token);
  }

  private static LinePage of(List<String> holders, String after, Ask ask) {
    int slash = after.indexOf('/');
    String holder = slash < 0 ? "" : after.substring(0, slash);
    int i = Math.max(0, holders.indexOf(holder));
    if (holders.isEmpty()) {
      return LinePage.none(after);
    }
    Answered found = ask.of(holders.get(i), after.substring(slash + 1));
    if (!found.token().isEmpty()) {
      return new LinePage(found.lines(), holders.get(i) + "/" + found.token(), false);
    }
    boolean isLast = i == holders.size() - 1;
    return new LinePage(found.lines(), isLast ? after : holders.get(i + 1) + "/", isLast);
  }

  private Answered models(String group, String token) {
    ObjectNode query = Json.object().put("max_results", MODELS);
    query.putArray("experiment_ids").add(group);
    if (!token.isEmpty()) {
      query.put("page_token", token);
    }
    return client
        .find("/api/2.0/mlflow/logged-models/search", query)
        .map(answer -> {
          List<ObjectNode> lines = new ArrayList<>();
          answer.path("models").forEach(model -> lines.add(model(model)));
          return new Answered(lines, Lines.text(answer, "next_page_token"));
        })
        .orElse(Answered.NOTHING);
  }

  private ObjectNode model(JsonNode model) {
    JsonNode info = model.path("info");
    ObjectNode line = Json.object().put("id", Lines.text(info, "model_id"));
    line.put("group", names.getOrDefault(Lines.text(info, "experiment_id"), ""));
    line.put("name", Lines.text(info, "name"));
    line.put("status", Lines.text(info, "status"));
    line.put("status_message", Lines.text(info, "status_message"));
    line.put("type", Lines.text(info, "model_type"));
    line.put("source_run", Lines.text(info, "source_run_id"));
    line.put("artifact_uri", Lines.text(info, "artifact_uri"));
    line.put("created_at", Lines.number(info, "creation_timestamp_ms"));
    line.put("changed_at", Lines.number(info, "last_updated_timestamp_ms"));
    JsonNode data = model.path("data");
    line.set("params", Lines.object(RestSource.pairs(data.path("params"))));
    line.set("tags", Lines.object(RestSource.pairs(info.path("tags"))));
    var metrics = line.putArray("metrics");
    for (JsonNode one : data.path("metrics")) {
      ObjectNode metric = metrics.addObject().put("run", Lines.text(one, "run_id"));
      metric.put("key", Lines.text(one, "key")).set("value", one.path("value"));
      metric.put("time", Lines.number(one, "timestamp")).put("step", Lines.number(one, "step"));
      Lines.put(metric, "dataset", Lines.optional(one, "dataset_name"));
      Lines.put(metric, "digest", Lines.optional(one, "dataset_digest"));
    }
    return line;
  }

  private Answered datasets(String token) {
    ObjectNode query = Json.object().put("max_results", DATASETS);
    if (!token.isEmpty()) {
      query.put("page_token", token);
    }
    return client
        .find("/api/3.0/mlflow/datasets/search", query)
        .map(answer -> {
          List<ObjectNode> lines = new ArrayList<>();
          answer.path("datasets").forEach(dataset -> lines.add(dataset(dataset)));
          return new Answered(lines, Lines.text(answer, "next_page_token"));
        })
        .orElse(Answered.NOTHING);
  }

  private ObjectNode dataset(JsonNode dataset) {
    String id = Lines.text(dataset, "dataset_id");
    ObjectNode line = Json.object().put("id", id).put("name", Lines.text(dataset, "name"));
    Lines.put(line, "schema", Lines.optional(dataset, "schema"));
    Lines.put(line, "profile", Lines.optional(dataset, "profile"));
    line.put("created_at", Lines.number(dataset, "created_time"));
    line.put("changed_at", Lines.number(dataset, "last_update_time"));
    Lines.put(line, "created_by", Lines.optional(dataset, "created_by"));
    Lines.put(line, "changed_by", Lines.optional(dataset, "last_updated_by"));
    line.set("tags", TraceLines.texts(parsed(Lines.text(dataset, "tags"))));
    var its = line.putArray("groups");
    client
        .find(path(id, "/experiment-ids"), new TreeMap<>())
        .ifPresent(answer ->
            answer
                .path("experiment_ids")
                .forEach(group -> {
                  String number = group.asString("");
                  its.add(names.getOrDefault(number, "experiment " + number));
                }));
    return line;
  }

  private static String path(String dataset, String rest) {
    return "/api/3.0/mlflow/datasets/" + TrackingClient.encoded(dataset) + rest;
  }

  private static JsonNode parsed(String text) {
    try {
      return text.isEmpty() ? Json.object() : Json.parse(text);
    } catch (JacksonException e) {
      return Json.object();
    }
  }

  private List<String> datasetIds() {
    List<String> ids = new ArrayList<>();
    String token = "";
    do {
      Answered page = datasets(token);
      page.lines().forEach(line -> ids.add(Lines.text(line, "id")));
      token = page.token();
    } while (!token.isEmpty());
    return ids.stream().sorted().toList();
  }

  private Answered records(String dataset, String token) {
    Map<String, Object> query = new TreeMap<>();
    query.put("max_results", RECORDS);
    if (!token.isEmpty()) {
      query.put("page_token", token);
    }
    Optional<JsonNode> answer = client.find(path(dataset, "/records"), query);
    List<ObjectNode> lines = new ArrayList<>();
    answer.ifPresent(page ->
        parsed(Lines.text(page, "records")).forEach(one -> lines.add(record(dataset, one))));
    return new Answered(lines, answer.map(page -> Lines.text(page, "next_page_token")).orElse(""));
  }

  private static ObjectNode record(String dataset, JsonNode one) {
    ObjectNode line =
        Json.object().put("dataset", dataset).put("id", Lines.text(one, "dataset_record_id"));
    for (String part : List.of("inputs", "outputs", "expectations", "tags", "source")) {
      if (one.hasNonNull(part)) {
        line.set(part, one.path(part));
      }
    }
    line.put("created_at", Lines.number(one, "created_time"));
    line.put("changed_at", Lines.number(one, "last_update_time"));
    Lines.put(line, "created_by", Lines.optional(one, "created_by"));
    Lines.put(line, "changed_by", Lines.optional(one, "last_updated_by"));
    return line;
  }

  private Answered scorers(String group) {
    Map<String, Object> query = new TreeMap<>(Map.of("experiment_id", group));
    List<ObjectNode> lines = new ArrayList<>();
    client
        .find("/api/3.0/mlflow/scorers/list", query)
        .ifPresent(all -> {
          for (JsonNode one : all.path("scorers")) {
            query.put("name", Lines.text(one, "scorer_name"));
            client
                .find("/api/3.0/mlflow/scorers/versions", query)
                .ifPresent(versions ->
                    versions.path("scorers").forEach(version -> lines.add(scorer(group, version))));
          }
        });
    return new Answered(lines, "");
  }

  private ObjectNode scorer(String group, JsonNode one) {
    String name = Lines.text(one, "scorer_name");
    String id = Lines.text(one, "scorer_id");
    return Json.object()
        .put("id", id.isEmpty() ? Digest.sha256(group + "/" + name).substring(0, 32) : id)
        .put("group", names.getOrDefault(group, ""))
        .put("name", name)
        .put("version", Lines.number(one, "scorer_version"))
        .put("content", Lines.text(one, "serialized_scorer"))
        .put("created_at", Lines.number(one, "creation_time"));
  }
}
