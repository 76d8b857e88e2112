// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.cli.Terminal;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.template.Rendered;
import io.ratchet.template.Template;
import io.ratchet.template.TemplateFormat;
import io.ratchet.web.OpenApi;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The guides are true: what they tell to type works, and answers what they show. */
final class GuideTest {
  private static final Path GUIDES = Path.of("../docs/guides");
  private static final Pattern FORMAT_ROW =
      Pattern.compile("^\\| `(.+?)` \\| `(\\{.+?\\})` \\| `(.+?)` \\|$", Pattern.MULTILINE);

  /** Commands that talk to no server. */
  private static final Set<String> LOCAL = Set.of("restore");

  static List<Path> guides() throws IOException {
    try (Stream<Path> files = Files.list(GUIDES)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("guides")
  void everyStepWorksAndAnswersWhatIsShown(Path guide) throws IOException {
    List<Guide.Step> steps = Guide.read(guide);
    if (steps.isEmpty()) {
      return;
    }
    String backups = Databases.temporaryFolder().toString();
    try (RunningApp app =
            RunningApp.start(
                Map.of("prompts.watch_interval", "20ms", "backup.directory", backups));
        TestClient client = new TestClient(app.port(), app.key(), OpenApi.load())) {
      for (Guide.Step step : steps) {
        switch (step) {
          case Guide.Step.Write write -> {
            Path file = app.folder().resolve(write.file());
            Files.createDirectories(file.getParent());
            Files.writeString(file, write.content());
          }
          case Guide.Step.Send send -> check(client, send);
          case Guide.Step.Run run -> check(app, run);
        }
      }
    }
  }

  private static void check(TestClient client, Guide.Step.Send send) {
    URI uri = URI.create(send.url());
    String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    TestClient.Reply reply = client.send(send.method(), path, send.body());

    assertThat(reply.status()).as("%s %s: %s", send, path, reply.body()).isBetween(200, 299);
    String shown = send.answer();
    if (shown != null) {
      assertThat(differences("", Json.parse(shown), reply.json())).as(reply.body()).isEmpty();
    }
  }

  private static void check(RunningApp app, Guide.Step.Run run) {
    List<String> words = new ArrayList<>();
    run.words().forEach(word -> words.add(found(app, word)));
    if (!LOCAL.contains(run.words().getFirst()) && !run.words().contains("verify")) {
      words.addAll(List.of("--server", "http://127.0.0.1:" + app.port(), "--api-key", app.key()));
    }
    StringWriter out = new StringWriter();
    PrintWriter both = new PrintWriter(out, true);
    int code = Main.root(Terminal.plain(both, both)).execute(words.toArray(String[]::new));

    assertThat(code).as("%s: %s", run, out).isZero();
    assertThat(out.toString()).as(run.toString()).isNotBlank();
  }

  /** Files are those that the guide wrote before, else those of the repository. */
  private static String found(RunningApp app, String word) {
    boolean folder = word.endsWith("/") && !word.contains(":");
    if (word.endsWith(".tar.zst") || word.equals("restored") || folder) {
      return app.folder().resolve(word).toString();
    }
    boolean file = word.contains(".") && !word.startsWith("-") && !word.contains(" ");
    Path written = app.folder().resolve(word);
    Path ours = Path.of("..").resolve(word);
    if (file
        && (Files.exists(written) || !word.contains("/"))
        && word.matches(".*\\.(json|onnx|csv)")) {
      return written.toString();
    }
    return file && Files.exists(ours) ? ours.toString() : word;
  }

  /** What the page shows must be there with the same kind of value; figures and ids may differ. */
  private static List<String> differences(String where, JsonNode shown, JsonNode given) {
    List<String> differences = new ArrayList<>();
    if (shown.isObject()) {
      for (Map.Entry<String, JsonNode> field : shown.properties()) {
        String at = where + "/" + field.getKey();
        JsonNode value = given.path(field.getKey());
        if (value.isMissingNode()) {
          differences.add(at + " is not in the answer");
        } else {
          differences.addAll(differences(at, field.getValue(), value));
        }
      }
    } else if (shown.isArray()) {
      for (int i = 0; i < Math.min(shown.size(), 1); i++) {
        differences.addAll(differences(where + "/" + i, shown.path(i), given.path(i)));
      }
    } else if (shown.getNodeType() != given.getNodeType()) {
      differences.add(where + " is " + shown + " there and " + given + " here");
    }
    return differences;
  }

  @Test
  void everyMetricThatIsNamedIsThere() throws IOException {
    Set<String> named = new TreeSet<>();
    Matcher name =
        Pattern.compile("`(ratchet_\\w+)`")
            .matcher(Files.readString(GUIDES.resolve("prometheus.md")));
    while (name.find()) {
      named.add(name.group(1));
    }
    try (RunningApp app = RunningApp.start(Map.of());
        TestClient client = new TestClient(app.port(), app.key())) {
      client.post(
          "/api/calls",
          """
          {"calls": [
            {"asset": "a", "version": "1.0.0", "success": false, "error_type": "timeout"},
            {"asset": "a", "version": "1.0.0", "success": true, "latency_ms": 5, "first_token_ms": 1,
             "input_tokens": 3, "cost_usd": "0.1"}]}
          """);
      String figures = client.get("/metrics").body();

      assertThat(named).hasSizeGreaterThan(8).allSatisfy(one -> assertThat(figures).contains(one));
      assertThat(figures.lines().filter(line -> line.startsWith("ratchet_")))
          .allSatisfy(line ->
              assertThat(named)
                  .contains(
                      line.replaceFirst("[{ ].*", "").replaceFirst("_(bucket|count|sum)$", "")));
    }
  }

  @Test
  void theTableOfFormatsSaysWhatTemplatesRender() throws IOException {
    Matcher row = FORMAT_ROW.matcher(Files.readString(GUIDES.resolve("templates.md")));
    int rows = 0;
    while (row.find()) {
      rows++;
      Map<String, @Nullable Object> values = Json.map(Json.parse(row.group(2)));

      assertThat(Template.parse(row.group(1), TemplateFormat.PYTHON).render(values))
          .as(row.group())
          .isInstanceOfSatisfying(
              Rendered.Text.class, text -> assertThat(text.text()).isEqualTo(row.group(3)));
    }
    assertThat(rows).isGreaterThan(10);
  }
}
