// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class PredictCommandTest {
  private final ScriptedServer server =
      new ScriptedServer()
          .on(
              "POST /predict",
              """
              {"prediction": 1, "model_version": "v2.0.0", "variant": "treatment",
               "user_id": "user-17", "confidence": 0.87, "latency_ms": 0.412, "call_id": "c-1",
               "probabilities": {"0": 0.13, "1": 0.87}}
              """)
          .on("POST /predict/batch", request -> answers(request.json()));

  @TempDir private Path directory = Path.of("");

  @AfterEach
  void close() {
    server.close();
  }

  private static JsonNode answers(JsonNode body) {
    ObjectNode answer = Json.object();
    var predictions = answer.putArray("predictions");
    for (int i = 0; i < body.path("batch_features").size(); i++) {
      predictions
          .addObject()
          .put("prediction", i)
          .put("model_version", "v1.0.0")
          .put("user_id", body.path("user_ids").path(i).asString("nobody"));
    }
    return answer;
  }

  private Shell.Outcome run(String... arguments) {
    return new Shell().run(server, arguments);
  }

  @Test
  void predictsFromPairs() {
    Shell.Outcome outcome =
        run(
            "models",
            "predict",
            "churn",
            "age=41",
            "plan=a=b",
            "active=true",
            "--user",
            "user-17",
            "--experiment",
            "trial",
            "--attribute",
            "site=north");

    assertThat(outcome.out())
        .isEqualTo(
            """
            prediction     1
            confidence     0.87
            probabilities  0=0.13, 1=0.87
            version        v2.0.0
            variant        treatment
            user           user-17
            latency        0.4 ms
            call           c-1
            """);
    assertThat(server.asked().getLast())
        .isEqualTo(
            "POST /predict {\"model\":\"churn\",\"experiment_name\":\"trial\",\"attributes\":"
                + "{\"site\":\"north\"},\"features\":{\"age\":41,\"plan\":\"a=b\",\"active\":true},"
                + "\"user_id\":\"user-17\"}");
  }

  @Test
  void predictsFromJsonInAFileInPlaceAndOnStandardInput() throws IOException {
    Path file = Files.writeString(directory.resolve("f.json"), "{\"age\": 41}");
    for (String features : new String[] {file.toString(), "{\"age\": 41}", "-"}) {
      new Shell()
          .typing("{\"age\": 41}")
          .run(server, "models", "predict", "churn", "--features", features);
      assertThat(server.asked().getLast())
          .isEqualTo("POST /predict {\"model\":\"churn\",\"features\":{\"age\":41}}");
    }
  }

  @Test
  void predictsAFileInPieces() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("rows.csv"),
            "id,age,plan,label\nu1,41,\"a, \"\"b\"\"\",1\r\nu2,,c,0\n\nu3,7,d,0\n");
    String[] arguments = {
      "models",
      "predict",
      "churn",
      "--batch",
      file.toString(),
      "--user-column",
      "id",
      "--without",
      "label",
      "--batch-size",
      "2"
    };
    Shell.Outcome outcome = run(arguments);

    assertThat(outcome.out())
        .isEqualTo(
            """
            row  user  prediction  confidence  version  variant  call
              1  u1             0  -           v1.0.0   -        -
              2  u2             1  -           v1.0.0   -        -
              3  u3             0  -           v1.0.0   -        -
            """);
    assertThat(server.asked())
        .containsExactly(
            "POST /predict/batch {\"model\":\"churn\",\"batch_features\":"
                + "[{\"age\":41,\"plan\":\"a, \\\"b\\\"\"},{\"plan\":\"c\"}],"
                + "\"user_ids\":[\"u1\",\"u2\"]}",
            "POST /predict/batch {\"model\":\"churn\",\"batch_features\":"
                + "[{\"age\":7,\"plan\":\"d\"}],\"user_ids\":[\"u3\"]}");
  }

  @Test
  void printsABatchAsJsonLines() {
    Shell.Outcome outcome =
        new Shell()
            .typing("{\"age\": 1}\n\n{\"age\": 2}\n")
            .run(
                server,
                "models",
                "predict",
                "churn",
                "--batch",
                "-",
                "--format",
                "jsonl",
                "--json");

    assertThat(outcome.out().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(Json.parse(line).path("model_version").isString()).isTrue());
  }

  @Test
  void saysWhatIsWrongWithTheRows() throws IOException {
    Path ragged = Files.writeString(directory.resolve("a.csv"), "x,y\n1\n");
    Path open = Files.writeString(directory.resolve("b.csv"), "x\n\"1\n");
    Path text = Files.writeString(directory.resolve("c.jsonl"), "{\"x\": 1}\nx\n");
    Path empty = Files.writeString(directory.resolve("d.csv"), "x\n");
    String[][] cases = {
      {ragged.toString(), "row 1 has 1 fields, and the heading has 2"},
      {open.toString(), "ends within quotes"},
      {text.toString(), "line 2 is not a JSON object"},
      {empty.toString(), "holds no rows"},
      {directory.resolve("no.txt").toString(), "it is missing"},
    };
    for (String[] one : cases) {
      Shell.Outcome outcome = run("models", "predict", "churn", "--batch", one[0]);
      assertThat(outcome.exitCode()).as(one[0]).isEqualTo(2);
      assertThat(outcome.err()).contains(one[1]);
    }
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void featuresComeInOneWay() {
    assertThat(run("models", "predict", "churn").err()).contains("there are no features");
    assertThat(run("models", "predict", "churn", "a=1", "--features", "{}").err())
        .contains("more than one way");
    assertThat(run("models", "predict", "churn", "a").err()).contains("not a feature");
    assertThat(run("models", "predict", "churn", "--batch", "-", "--user", "x").err())
        .contains("--user-column");
  }
}
