// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Json;
import io.ratchet.catalog.ArchivedAsset;
import io.ratchet.catalog.ArchivedVersion;
import io.ratchet.http.Outbound;
import io.ratchet.tracking.ArchivedGroup;
import io.ratchet.tracking.ArchivedRun;
import io.ratchet.tracking.Metric;
import io.ratchet.tracking.Param;
import io.ratchet.tracking.RunArchive;
import io.ratchet.tracking.Tag;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that speaks MLflow's wire. Runs come experiment by experiment, by their ids; the
 * position of a page is its experiment and its last run.
 */
final class RestSource implements Source {
  private static final int RUNS = 100;
  private static final int POINTS = 25_000;
  private static final int ASSETS = 100;
  private static final int VERSIONS = 200;
  private static final int GROUPS = 1_000;
  private static final String IS_PROMPT = "mlflow.prompt.is_prompt";

  /** Both searches leave prompts out unless they are asked for them. */
  private static final String PROMPTS = "tag.`" + IS_PROMPT + "` = 'true'";

  private final TrackingClient client;
  private @Nullable List<ArchivedGroup> groups;
  private @Nullable NavigableMap<String, ArchivedAsset> assets;

  /** Where the page after a position begins, as the other side calls it. */
  private final Map<String, String> tokens = new HashMap<>();

  RestSource(URI server, @Nullable String token, Outbound outbound, Duration timeout) {
    this.client = new TrackingClient(server, token, outbound, timeout);
  }

  private interface Taker {
    void take(JsonNode one);
  }

  @Override
  public List<ArchivedGroup> groups() {
    List<ArchivedGroup> known = groups;
    if (known == null) {
      known = new ArrayList<>();
      ObjectNode query = Json.object().put("view_type", "ALL").put("max_results", GROUPS);
      query.putArray("order_by").add("experiment_id ASC");
      JsonNode page;
      do {
        page = client.post("experiments/search", query);
        for (JsonNode one : page.path("experiments")) {
          known.add(group(one));
        }
      } while (hasMore(page, query));
      groups = known;
    }
    return known;
  }

  private static boolean hasMore(JsonNode page, ObjectNode query) {
    String token = Lines.text(page, "next_page_token");
    query.put("page_token", token);
    return !token.isEmpty();
  }

  private static ArchivedGroup group(JsonNode one) {
    long changed = Lines.number(one, "last_update_time");
    boolean isDeleted = Lines.text(one, "lifecycle_stage").equals("deleted");
    return new ArchivedGroup(
        Lines.text(one, "experiment_id"),
        Lines.text(one, "name"),
        Lines.text(one, "artifact_location"),
        Lines.number(one, "creation_time"),
        changed,
        isDeleted ? (Long) changed : null,
        pairs(one.path("tags")).entrySet().stream()
            .map(tag -> new Tag(tag.getKey(), tag.getValue()))
            .toList());
  }

  static Map<String, String> pairs(JsonNode list) {
    Map<String, String> pairs = new TreeMap<>();
    list.forEach(pair -> pairs.put(Lines.text(pair, "key"), Lines.text(pair, "value")));
    return pairs;
  }

  @Override
  public RunPage runs(String after) {
    int slash = after.indexOf('/');
    String group = slash < 0 ? "" : after.substring(0, slash);
    String run = after.substring(slash + 1);
    boolean isBefore = !group.isEmpty();
    for (ArchivedGroup one : groups()) {
      boolean isThis = one.id().equals(group);
      if (!isBefore || isThis) {
        List<JsonNode> page = page(one, isThis ? run : "", after);
        if (!page.isEmpty()) {
          return new RestPage(one, page);
        }
        isBefore = false;
      }
    }
    return RunPage.none(after);
  }

  private List<JsonNode> page(ArchivedGroup group, String after, String position) {
    ObjectNode query = Json.object().put("run_view_type", "ALL").put("max_results", RUNS);
    query.putArray("experiment_ids").add(group.id());
    query.putArray("order_by").add("attributes.run_id ASC");
    String token = tokens.remove(position);
    if (token != null) {
      if (token.isEmpty()) {
        return List.of();
      }
      query.put("page_token", token);
    }
    JsonNode answer;
    boolean more;
    do {
      answer = client.post("runs/search", query);
      more = hasMore(answer, query);
      List<JsonNode> page = new ArrayList<>();
      for (JsonNode run : answer.path("runs")) {
        if (id(run).compareTo(after) > 0) {
          page.add(run);
        }
      }
      if (!page.isEmpty()) {
        tokens.clear();
        tokens.put(group.id() + "/" + id(page.getLast()), Lines.text(answer, "next_page_token"));
        return page;
      }
    } while (more);
    return List.of();
  }

  private static String id(JsonNode run) {
    return Lines.text(run.path("info"), "run_id");
  }

  /** Runs whose points are asked for metric by metric. */
  private final class RestPage implements RunPage {
    private final ArchivedGroup group;
    private final List<JsonNode> page;

    RestPage(ArchivedGroup group, List<JsonNode> page) {
      this.group = group;
      this.page = page;
    }

    @Override
    public List<ArchivedRun> runs() {
      return page.stream().map(run -> run(group, run)).toList();
    }

    @Override
    public String position() {
      return group.id() + "/" + id(page.getLast());
    }

    @Override
    public void points(RunArchive.PointTaker taker) {
      for (JsonNode run : page) {
        for (JsonNode metric : run.path("data").path("metrics")) {
          history(id(run), Lines.text(metric, "key"), taker);
        }
      }
    }
  }

  private static ArchivedRun run(ArchivedGroup group, JsonNode run) {
    JsonNode info = run.path("info");
    JsonNode data = run.path("data");
    Long start = Lines.time(info, "start_time");
    Long end = Lines.time(info, "end_time");
    boolean isDeleted = Lines.text(info, "lifecycle_stage").equals("deleted");
    Long last = end == null ? start == null ? (Long) 0L : start : end;
    return new ArchivedRun(
        id(run),
        group.name(),
        Lines.text(info, "run_name"),
        Lines.text(info, "user_id"),
        Lines.text(info, "status"),
        start,
        end,
        isDeleted ? last : null,
        Lines.text(info, "artifact_uri"),
        pairs(data.path("params")).entrySet().stream()
            .map(param -> new Param(param.getKey(), param.getValue()))
            .toList(),
        pairs(data.path("tags")).entrySet().stream()
            .map(tag -> new Tag(tag.getKey(), tag.getValue()))
            .toList(),
        LinkLines.ofWire(run));
  }

  private void history(String run, String key, RunArchive.PointTaker taker) {
    Map<String, Object> query = new TreeMap<>();
    query.put("run_id", run);
    query.put("metric_key", key);
    query.put("max_results", POINTS);
    String token;
    do {
      JsonNode page = client.get("metrics/get-history", query);
      for (JsonNode point : page.path("metrics")) {
        taker.take(
            run,
            Metric.of(
                key,
                Lines.value(point.path("value")),
                Lines.number(point, "timestamp"),
                Lines.number(point, "step")));
      }
      token = Lines.text(page, "next_page_token");
      query.put("page_token", token);
    } while (!token.isEmpty());
  }

  @Override
  public LinePage lines(Kind kind, String after) {
    return new RestLines(client, groups()).page(kind, after);
  }

  @Override
  public List<ArchivedAsset> assets(String after) {
    NavigableMap<String, ArchivedAsset> known = assets;
    if (known == null) {
      known = new TreeMap<>();
      NavigableMap<String, ArchivedAsset> all = known;
      registered("", one -> all.put(Lines.text(one, "name"), asset(one)));
      registered(PROMPTS, one -> all.put(Lines.text(one, "name"), asset(one)));
      assets = known;
    }
    return known.tailMap(after, false).values().stream().limit(ASSETS).toList();
  }

  private void registered(String filter, Taker taker) {
    Map<String, Object> query = new TreeMap<>();
    query.put("max_results", ASSETS);
    if (!filter.isEmpty()) {
      query.put("filter", filter);
    }
    String token;
    do {
      JsonNode page = client.get("registered-models/search", query);
      page.path("registered_models").forEach(taker::take);
      token = Lines.text(page, "next_page_token");
      query.put("page_token", token);
    } while (!token.isEmpty());
  }

  private static ArchivedAsset asset(JsonNode one) {
    Map<String, Long> aliases = new TreeMap<>();
    one.path("aliases")
        .forEach(alias -> aliases.put(Lines.text(alias, "alias"), Lines.number(alias, "version")));
    Map<String, String> tags = pairs(one.path("tags"));
    return new ArchivedAsset(
        Lines.text(one, "name"),
        "true".equals(tags.get(IS_PROMPT)),
        Lines.text(one, "description"),
        Lines.number(one, "creation_timestamp"),
        Lines.number(one, "last_updated_timestamp"),
        tags,
        aliases,
        0);
  }

  @Override
  public List<ArchivedVersion> versions(ArchivedAsset asset, long after) {
    String position = "version/" + asset.name() + "/" + after;
    String token = after == 0 ? "" : tokens.remove(position);
    if (after > 0 && (token == null || token.isEmpty())) {
      return List.of();
    }
    Map<String, Object> query = new TreeMap<>();
    String quote = asset.name().contains("'") ? "\"" : "'";
    String ofPrompts = asset.isPrompt() ? " AND " + PROMPTS : "";
    query.put("filter", "name = " + quote + asset.name() + quote + ofPrompts);
    query.put("max_results", VERSIONS);
    query.put("order_by", "version_number ASC");
    if (token != null && !token.isEmpty()) {
      query.put("page_token", token);
    }
    JsonNode answer = client.get("model-versions/search", query);
    List<ArchivedVersion> page = new ArrayList<>();
    answer.path("model_versions").forEach(one -> page.add(version(one)));
    if (!page.isEmpty()) {
      tokens.put(
          "version/" + asset.name() + "/" + page.getLast().number(),
          Lines.text(answer, "next_page_token"));
    }
    return page;
  }

  private static ArchivedVersion version(JsonNode one) {
    return new ArchivedVersion(
        Lines.number(one, "version"),
        Lines.text(one, "description"),
        Lines.number(one, "creation_timestamp"),
        Lines.number(one, "last_updated_timestamp"),
        Lines.text(one, "current_stage"),
        Lines.text(one, "source"),
        Lines.text(one, "run_id"),
        Lines.text(one, "run_link"),
        pairs(one.path("tags")));
  }

  @Override
  public void close() {
    tokens.clear();
  }
}
