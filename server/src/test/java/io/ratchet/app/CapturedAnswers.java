// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The requests of {@code mlflow/answers.txt} with what MLflow answered, in their order. */
final class CapturedAnswers {
  private static final Path FILE = Path.of("src/test/resources/mlflow/answers.txt");
  private static final Pattern REQUEST =
      Pattern.compile("(GET|POST|PUT|PATCH|DELETE|OPTIONS) (\\S+) ?(.*)");
  private static final Pattern ANSWER =
      Pattern.compile(" {3}-> (\\d{3}) \\S+?(?:; charset=\\S+)?(?: (.*))?");
  private static final Pattern SHORT = Pattern.compile("(.*) -> (\\d{3}) (.*)");
  private static final Pattern SEARCH = Pattern.compile("runs/search (filter|order_by) \\[(.*)]");

  /** The run that the captured requests log to. */
  private static final String RUN = "2a043fc54e0541cda3732c9026e4ffa6";

  private static final String GROUP = "2";

  /**
   * One request and its answer.
   *
   * @param label how the file names the request, in one line; with a number where it came before
   * @param body null for none
   * @param answer as far as it was written down
   * @param found how many runs were found, where only that was written down; null elsewhere
   */
  record Captured(
      String label,
      String method,
      String path,
      @Nullable String body,
      int status,
      String answer,
      @Nullable Integer found) {

    /** A form where the body is one, else JSON, even where it is none. */
    String contentType() {
      if (path.contains("/mlflow-artifacts/artifacts/")) {
        return "text/plain";
      }
      return "name=x".equals(body) ? "application/x-www-form-urlencoded" : "application/json";
    }
  }

  private CapturedAnswers() {}

  static List<Captured> all() {
    List<String> lines;
    try {
      lines = Files.readAllLines(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Captured> all = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher request = REQUEST.matcher(lines.get(i));
      Matcher line = SHORT.matcher(lines.get(i));
      if (request.matches()) {
        String label = lines.get(i).strip();
        int times = seen.merge(label, 1, Integer::sum);
        String unique = times == 1 ? label : label + " (" + times + ")";
        all.add(pair(unique, request, lines.get(i + 1)));
        i++;
      } else if (line.matches()) {
        all.add(brief(line));
      }
    }
    return all;
  }

  private static Captured pair(String label, Matcher request, String answerLine) {
    Matcher answer = ANSWER.matcher(answerLine);
    if (!answer.matches()) {
      throw new IllegalStateException("no answer to " + label);
    }
    String body = request.group(3).isEmpty() ? null : request.group(3);
    String text = answer.group(2);
    return new Captured(
        label,
        request.group(1),
        request.group(2),
        body,
        Integer.parseInt(answer.group(1)),
        text == null ? "" : text,
        null);
  }

  /** A line that says in words what was sent. */
  private static Captured brief(Matcher line) {
    String label = line.group(1);
    Matcher search = SEARCH.matcher(label);
    String path = "/api/2.0/mlflow/runs/" + (search.matches() ? "search" : "log-batch");
    ObjectNode body = search.matches() ? searched(search) : batch(label);
    String rest = line.group(3);
    Integer found = rest.startsWith("n=") ? Integer.valueOf(rest.substring(2)) : null;
    return new Captured(
        label,
        "POST",
        path,
        Json.text(body),
        Integer.parseInt(line.group(2)),
        found == null ? rest : "",
        found);
  }

  private static ObjectNode searched(Matcher search) {
    ObjectNode body = Json.object();
    body.putArray("experiment_ids").add(GROUP);
    if (search.group(1).equals("filter")) {
      return body.put("filter", search.group(2));
    }
    String keys = search.group(2);
    for (String key : keys.substring(1, keys.length() - 1).split("', '")) {
      body.withArray("order_by").add(key);
    }
    return body;
  }

  private static ObjectNode batch(String label) {
    ObjectNode body = Json.object().put("run_id", RUN);
    switch (label) {
      case "log-batch 101 params" -> pairs(body, "params", 101, "v");
      case "log-batch 101 tags" -> pairs(body, "tags", 101, "v");
      case "log-batch 1001 metrics" -> metrics(body, 1_001);
      case "log-batch 950 metrics+51 params" -> {
        metrics(body, 950);
        pairs(body, "params", 51, "v");
      }
      case "log-batch 1.2MB body" -> pairs(body, "params", 100, "x".repeat(12_000));
      case "log-batch empty body" -> body.removeAll();
      case "log-batch nothing to log" -> body.putArray("metrics");
      default -> throw new IllegalStateException("nobody knows what was sent: " + label);
    }
    return body;
  }

  private static void pairs(ObjectNode body, String list, int count, String value) {
    IntStream.range(0, count)
        .forEach(i -> body.withArray(list).addObject().put("key", "many" + i).put("value", value));
  }

  private static void metrics(ObjectNode body, int count) {
    IntStream.range(0, count)
        .forEach(i ->
            body.withArray("metrics")
                .addObject()
                .put("key", "many" + i)
                .put("value", 1)
                .put("timestamp", 1));
  }
}
