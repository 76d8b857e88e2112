// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.app.TrackingClient.Reply;
import io.ratchet.base.Json;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The order of runs, held against the same runs in order in memory, page by page. */
@ParameterizedClass
@EnumSource(Engine.class)
final class RunOrderTest {
  private static final Map<Engine, Site> SITES = new EnumMap<>(Engine.class);

  /** A run as the test knows it; NaN is a value, null is none. */
  private record Known(
      String id, long start, @Nullable Double a, @Nullable Double b, @Nullable String p) {}

  /** A server with two groups of random runs. */
  private record Site(
      RunningApp app, TrackingClient client, List<String> groups, List<Known> runs) {

    static Site start(Engine engine) {
      RunningApp app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
      TrackingClient client = new TrackingClient(app);
      Random random = new Random(7);
      List<String> groups = List.of(client.group("one"), client.group("two"));
      List<Known> runs = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        runs.add(run(client, groups.get(i % 2), random));
      }
      return new Site(app, client, groups, runs);
    }

    private static Known run(TrackingClient client, String group, Random random) {
      long start = random.nextInt(5);
      String id =
          client
              .post(
                  "runs/create",
                  "{'experiment_id': '%s', 'start_time': %d}".formatted(group, start))
              .json()
              .at("/run/info/run_id")
              .stringValue();
      Double a = value(random);
      Double b = value(random);
      String p = random.nextInt(4) == 0 ? null : "x".repeat(70) + random.nextInt(4);
      ObjectNode batch = Json.object().put("run_id", id);
      ArrayNode metrics = batch.putArray("metrics");
      add(metrics, "a", a);
      add(metrics, "b", b);
      if (p != null) {
        batch.putArray("params").addObject().put("key", "p").put("value", p);
      }
      batch.putArray("tags").addObject().put("key", "all").put("value", "yes");
      client.send("POST", "runs/log-batch", batch.toString());
      return new Known(id, start, a, b, p);
    }

    private static @Nullable Double value(Random random) {
      return switch (random.nextInt(6)) {
        case 0 -> null;
        case 1 -> Double.NaN;
        default -> (double) random.nextInt(4);
      };
    }

    private static void add(ArrayNode metrics, String key, @Nullable Double value) {
      if (value != null) {
        ObjectNode metric = metrics.addObject().put("key", key).put("timestamp", 1).put("step", 0);
        if (value.isNaN()) {
          metric.put("value", "NaN");
        } else {
          metric.put("value", value);
        }
      }
    }
  }

  private final Site site;

  RunOrderTest(Engine engine) {
    site = SITES.computeIfAbsent(engine, Site::start);
  }

  @AfterAll
  static void close() {
    SITES.values().forEach(site -> site.app().close());
    SITES.clear();
  }

  private List<String> pages(List<String> groups, String filter, List<String> order, int limit) {
    List<String> ids = new ArrayList<>();
    String token = "";
    do {
      String more =
          "{'max_results': " + limit + (token.isEmpty() ? "" : ", 'page_token': '" + token + "'");
      Reply reply = site.client().search(groups, filter, order, more + "}");
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      JsonNode page = reply.json();
      page.path("runs").forEach(run -> ids.add(run.at("/info/run_id").stringValue()));
      token = page.path("next_page_token").asString("");
    } while (!token.isEmpty());
    return ids;
  }

  private static final Map<String, Function<Known, @Nullable Object>> KEYS = new HashMap<>();

  static {
    KEYS.put("metrics.a", Known::a);
    KEYS.put("metrics.b", Known::b);
    KEYS.put("params.p", Known::p);
    KEYS.put("start_time", Known::start);
    KEYS.put("run_id", Known::id);
  }

  private static int rank(@Nullable Object value) {
    return value == null ? 2 : value.equals(Double.NaN) ? 1 : 0;
  }

  @SuppressWarnings("unchecked")
  private static Comparator<Known> comparator(String clause) {
    String[] words = clause.split(" ");
    Function<Known, @Nullable Object> key = Objects.requireNonNull(KEYS.get(words[0]));
    boolean descends = words.length > 1 && words[1].equals("DESC");
    return (one, other) -> {
      Object x = key.apply(one);
      Object y = key.apply(other);
      int ranks = Integer.compare(rank(x), rank(y));
      if (ranks != 0 || rank(x) > 0 || x == null || y == null) {
        return ranks;
      }
      int order = ((Comparable<Object>) x).compareTo(y);
      return descends ? -order : order;
    };
  }

  private List<String> expected(boolean both, String order) {
    Comparator<Known> comparator = (_, _) -> 0;
    for (String clause : order.isEmpty() ? new String[0] : order.split(", ")) {
      comparator = comparator.thenComparing(comparator(clause));
    }
    comparator =
        comparator
            .thenComparing(Comparator.comparingLong(Known::start).reversed())
            .thenComparing(Known::id);
    List<Known> runs = new ArrayList<>();
    for (int i = 0; i < site.runs().size(); i++) {
      if (both || i % 2 == 0) {
        runs.add(site.runs().get(i));
      }
    }
    runs.sort(comparator);
    return runs.stream().map(Known::id).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "metrics.a DESC",
        "metrics.a ASC",
        "metrics.a DESC, metrics.b ASC",
        "metrics.b ASC, params.p DESC, metrics.a DESC",
        "params.p ASC",
        "params.p DESC, metrics.a ASC",
        "start_time ASC",
        "start_time DESC",
        "start_time ASC, metrics.a DESC",
        "run_id DESC",
        "metrics.a DESC, run_id DESC",
      })
  void everyOrderIsTheSameOnPagesOfAnySize(String order) {
    List<String> clauses = order.isEmpty() ? List.of() : List.of(order.split(", "));
    List<String> first = site.groups().subList(0, 1);
    for (int limit : new int[] {1, 7, 100}) {
      assertThat(pages(first, "", clauses, limit)).isEqualTo(expected(false, order));
      assertThat(pages(site.groups(), "", clauses, limit)).isEqualTo(expected(true, order));
      // with a filter that leaves few runs the search goes another way
      assertThat(pages(site.groups(), "tags.all = 'yes'", clauses, limit))
          .isEqualTo(expected(true, order));
    }
  }

  @Test
  void aFilterOnTheLeadingMetricNarrowsTheOrder() {
    List<String> found =
        pages(site.groups(), "metrics.a > 1 AND metrics.b != 2", List.of("metrics.a DESC"), 4);
    List<String> wanted =
        site.runs().stream()
            .filter(run -> run.a() != null && run.a() > 1 && run.b() != null && run.b() != 2)
            .map(Known::id)
            .toList();
    assertThat(found).containsExactlyInAnyOrderElementsOf(wanted).hasSizeGreaterThan(5);
  }

  @Test
  void countsTheRunsOfAllPages() {
    for (String filter : new String[] {"", "tags.all = 'yes'", "tags.all != 'no'"}) {
      Reply reply =
          site.client()
              .search(
                  site.groups(), filter, List.of("metrics.a"), "{'count': true, 'max_results': 2}");
      assertThat(reply.json().path("total_count").longValue()).isEqualTo(60);
    }
  }
}
