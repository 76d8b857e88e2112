// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Json;
import io.ratchet.http.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The good requests of {@code mlflow/requests.txt}, and the hostile ones that are made of them:
 * every field of a body, every parameter and every name in a path in turn gets what it does not
 * expect.
 */
final class MlflowRequests {
  private static final Path FILE = Path.of("src/test/resources/mlflow/requests.txt");

  /** What searches should not be asked. */
  private static final List<String> SEARCHES =
      List.of(
          "'",
          "metrics.",
          "metrics.m > 1e999",
          "metrics.m > -99999999999999999999999",
          "params.p = 'a\0b'",
          "params.`` = ''",
          "tags.k RLIKE '(a+)+$'",
          "tags.k RLIKE '('",
          "run_id IN (",
          "run_id IN (" + "'x',".repeat(5_000) + "'y')",
          "(".repeat(5_000),
          "(".repeat(300) + "params.p = '1'" + ")".repeat(300),
          "NOT ".repeat(5_000) + "params.p = '1'",
          "params.p = '1' AND ".repeat(3_000) + "params.p = '1'",
          "params.p LIKE '" + "%a".repeat(2_000) + "'",
          "metrics.m DESC DESC",
          "start_time > 99999999999999999999",
          "\ud83d\ude00 = '\ud83d\ude00'");

  private final Map<String, String> names;

  /**
   * Of things that exist.
   *
   * @param names id by the name that stands for it in the file
   */
  MlflowRequests(Map<String, String> names) {
    this.names = names;
  }

  /**
   * One request as the file has it.
   *
   * @param isServed whether it is answered with 200
   */
  record Good(boolean isServed, String method, String path, @Nullable String body) {
    /** Whether a route answers it. */
    boolean isFor(Route route) {
      String[] pattern = route.pattern().split("/", -1);
      String[] segments = path.replaceFirst("\\?.*", "").split("/", -1);
      boolean tail = route.pattern().endsWith("...}");
      if (!route.method().equals(method)
          || (tail ? segments.length < pattern.length : segments.length != pattern.length)) {
        return false;
      }
      for (int i = 0; i < pattern.length; i++) {
        if (!pattern[i].startsWith("{") && !pattern[i].equals(segments[i])) {
          return false;
        }
      }
      return true;
    }
  }

  static List<Good> all() {
    try {
      List<Good> all = new ArrayList<>();
      for (String line : Files.readAllLines(FILE)) {
        if (!line.startsWith("#")) {
          boolean isServed = !line.startsWith("~ ");
          String[] parts = line.replaceFirst("^~ ", "").split(" ", 3);
          all.add(new Good(isServed, parts[0], parts[1], parts.length > 2 ? parts[2] : null));
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String filled(String text) {
    String filled = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      filled = filled.replace("{" + name.getKey() + "}", name.getValue());
    }
    return filled;
  }

  Attack good(Good good) {
    String body = good.body() == null ? null : filled(good.body());
    return new Attack(good.isServed() ? "good" : "vain", good.method(), filled(good.path()), body);
  }

  /** The good one first, then at most so many others, drawn by chance where there are more. */
  List<Attack> attacks(Good good, int most, Random chance) {
    Attack base = good(good);
    List<Attack> attacks = new ArrayList<>();
    onPath(good, base, attacks);
    onQuery(base, attacks);
    onBody(base, attacks);
    Collections.shuffle(attacks, chance);
    List<Attack> some = new ArrayList<>(attacks.subList(0, Math.min(most, attacks.size())));
    some.addFirst(base);
    return some;
  }

  private void onPath(Good good, Attack base, List<Attack> attacks) {
    for (String name : names.keySet()) {
      if (good.path().replaceFirst("\\?.*", "").contains("{" + name + "}")) {
        for (String word : Attacks.encodedWords()) {
          String path = filled(good.path().replace("{" + name + "}", word));
          attacks.add(new Attack("path " + name, base.method(), path, base.body()));
        }
      }
    }
  }

  private static void onQuery(Attack base, List<Attack> attacks) {
    int start = base.path().indexOf('?');
    if (start < 0) {
      attacks.add(new Attack("query", base.method(), base.path() + "?=&&x&%zz=1", base.body()));
      return;
    }
    String path = base.path().substring(0, start + 1);
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String part : base.path().substring(start + 1).split("&", -1)) {
      parameters.put(part.replaceFirst("=.*", ""), part);
    }
    for (String name : parameters.keySet()) {
      Map<String, String> others = new LinkedHashMap<>(parameters);
      others.remove(name);
      String rest = path + String.join("&", others.values());
      List<String> values = new ArrayList<>(Attacks.encodedWords());
      SEARCHES.stream()
          .filter(_ -> Set.of("filter", "filter_string", "order_by").contains(name))
          .filter(search -> search.length() < 5_000)
          .forEach(search -> values.add(URLEncoder.encode(search, StandardCharsets.UTF_8)));
      attacks.add(new Attack("without " + name, base.method(), rest, base.body()));
      for (String value : values) {
        String query = rest + "&" + name + "=" + value;
        attacks.add(new Attack("query " + name, base.method(), query, base.body()));
      }
      String twice = rest + "&" + name + "=1&" + name + "=2";
      attacks.add(new Attack("query " + name + " twice", base.method(), twice, base.body()));
    }
  }

  private static void onBody(Attack base, List<Attack> attacks) {
    if (base.body() == null) {
      return;
    }
    for (String body : Attacks.BODIES) {
      attacks.add(new Attack("body", base.method(), base.path(), body));
    }
    ObjectNode example = (ObjectNode) Json.parse(base.body());
    Set<String> places = new TreeSet<>();
    Attacks.held(example, "", places);
    for (String place : places) {
      List<String> values = new ArrayList<>(Attacks.VALUES);
      values.add("");
      boolean searches = place.contains("filter") || place.contains("order_by");
      SEARCHES.stream()
          .filter(_ -> searches)
          .forEach(search -> values.add(Json.text(Json.array(List.of(search)).path(0))));
      JsonNode held = example.at(place);
      if (held.isString() && held.stringValue().startsWith("{")) {
        Attacks.VALUES.forEach(value -> values.add(quoted(value)));
      }
      for (String value : values) {
        String body = Attacks.changed(example, place, value);
        attacks.add(new Attack(place, base.method(), base.path(), body));
      }
    }
  }

  /** A text that holds JSON. */
  private static String quoted(String json) {
    return Json.text(Json.array(List.of("{\"a\": " + json + "}")).path(0));
  }
}
