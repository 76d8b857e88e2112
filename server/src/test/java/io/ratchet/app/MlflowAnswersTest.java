// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.app.AnswerComparison.Difference;
import io.ratchet.app.CapturedAnswers.Captured;
import io.ratchet.app.TrackingClient.Reply;
import io.ratchet.base.Json;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Everything that was asked of a real MLflow is asked of this server, in the same order, and the
 * answers are the same, but for those that differ on purpose and say why.
 */
final class MlflowAnswersTest {
  private static final Path PAGE = Path.of("../docs/reference/mlflow-differences.md");

  @ParameterizedTest
  @EnumSource(Engine.class)
  void answersAreThoseOfMlflowOrDifferForAReason(Engine engine) throws IOException {
    Map<Captured, List<Difference>> differing = replayed(engine);
    MlflowDifferences listed = MlflowDifferences.load();

    assertThat(listed.unlisted(differing)).as("differ and nobody says why").isEmpty();
    assertThat(listed.outdated(differing)).as("are listed and do not differ").isEmpty();
    String page = listed.page(differing);
    if (Boolean.getBoolean("ratchet.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("run this test with -Dratchet.update=true to write the page anew")
        .isEqualTo(page);
  }

  private static Map<Captured, List<Difference>> replayed(Engine engine) {
    Map<Captured, List<Difference>> differing = new LinkedHashMap<>();
    AnswerComparison comparison = new AnswerComparison();
    try (RunningApp app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
        TrackingClient client = new TrackingClient(app)) {
      assertThat(client.group("a")).as("made before the capture began").isEqualTo("1");
      for (Captured one : CapturedAnswers.all()) {
        Reply reply =
            client.send(
                one.method(),
                comparison.inOurWords(one.path()),
                one.body() == null ? null : comparison.inOurWords(one.body()),
                one.contentType());
        List<Difference> differences = differences(comparison, one, reply);
        if (!differences.isEmpty()) {
          differing.put(one, differences);
        }
      }
    }
    return differing;
  }

  private static List<Difference> differences(
      AnswerComparison comparison, Captured one, Reply reply) {
    if (reply.status() != one.status()) {
      String body = comparison.inTheirWords(reply.body());
      return List.of(
          new Difference("answer", brief(one.status(), one.answer()), brief(reply.status(), body)));
    }
    if (one.found() != null && reply.status() == 200) {
      int found = reply.json().path("runs").size();
      return found == one.found()
          ? List.of()
          : List.of(new Difference("runs found", one.found().toString(), String.valueOf(found)));
    }
    if (one.answer().startsWith("{")) {
      return comparison.compare(one.answer(), reply.body());
    }
    String body = comparison.inTheirWords(reply.body());
    return one.answer().startsWith("<") || body.equals(one.answer())
        ? List.of()
        : List.of(new Difference("body", one.answer(), body));
  }

  /** A whole answer in one line: of a refusal its code and message. */
  private static String brief(int status, String body) {
    if (status < 400 || !body.startsWith("{")) {
      return status + " " + body;
    }
    JsonNode refusal = Json.parse(body);
    return "%d %s: %s"
        .formatted(
            status, refusal.path("error_code").asString(""), refusal.path("message").asString(""));
  }
}
