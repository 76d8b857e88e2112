// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.base.Json;
import io.ratchet.call.Call;
import io.ratchet.http.TestClient;
import io.ratchet.model.Feature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The Open Inference Protocol, version 2, as its clients speak it. */
final class KserveTest {
  private final Site site = new Site();
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void register() {
    site.onnx(
        "flower",
        "v1.0.0",
        OnnxFiles.classifier(false, new String[] {"no", "yes"}, 0.5f, 1, -1),
        Site.classes(Site.numbers("a", "b"), "no", "yes"));
    site.onnx(
        "flower",
        "v2.0.0",
        OnnxFiles.classifier(false, new String[] {"no", "yes"}, -0.5f, 1, -1),
        Site.classes(Site.numbers("a", "b"), "no", "yes"));
    site.onnx("line", "v1.0.0", OnnxFiles.regression(1, 2, 3), Site.number(Site.numbers("a", "b")));
    site.onnx(
        "mixed",
        "v1.0.0",
        OnnxFiles.mixed(),
        Site.classes(
            List.of(
                Feature.number("age"),
                new Feature("visits", Feature.Type.INTEGER, false, null, null, List.of()),
                new Feature("smoker", Feature.Type.BOOLEAN, false, null, null, List.of()),
                new Feature("region", Feature.Type.CATEGORY, false, null, null, List.of())),
            0,
            1));
  }

  @AfterEach
  void close() {
    http.close();
    site.close();
  }

  private HttpResponse<byte[]> send(String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(site.url(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(Object... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object part : parts) {
      switch (part) {
        case Float number -> out.writeBytes(Protobuf.floats(number));
        case Long number ->
            out.writeBytes(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
        case Boolean truth -> out.write(truth ? 1 : 0);
        case String text -> {
          byte[] word = text.getBytes(StandardCharsets.UTF_8);
          out.writeBytes(
              ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(word.length).array());
          out.writeBytes(word);
        }
        case byte[] raw -> out.writeBytes(raw);
        default -> throw new IllegalArgumentException(part.toString());
      }
    }
    return out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void saysThatItLivesAndWhatItCan() {
    JsonNode server = site.client.get("/v2").json();
    assertThat(server.path("name").asString()).isEqualTo("ratchet");
    assertThat(server.path("extensions").valueStream().map(JsonNode::asString))
        .contains("binary_tensor_data", "model_repository", "statistics");
    assertThat(site.client.get("/v2/health/live").json().path("live").asBoolean()).isTrue();
    assertThat(site.client.get("/v2/health/ready").status()).isEqualTo(200);
  }

  @Test
  void describesAModelByTheTensorsOfItsFile() {
    JsonNode json = site.client.get("/v2/models/flower/versions/1").json();

    assertThat(json)
        .isEqualTo(
            Json.parse(
                """
                {"name": "flower", "versions": ["v1.0.0", "v2.0.0"], "platform": "onnx_onnxv1",
                 "inputs": [{"name": "float_input", "datatype": "FP32", "shape": [-1, 2]}],
                 "outputs": [{"name": "label", "datatype": "BYTES", "shape": [-1]},
                   {"name": "probabilities", "datatype": "FP32", "shape": [-1, 2]}]}
                """));
    assertThat(site.client.get("/v2/models/flower/versions/v1.0.0").json()).isEqualTo(json);
    assertThat(site.client.get("/v2/models/flower/versions/1.0.0").json()).isEqualTo(json);
  }

  @Test
  void infersFromOneTensorOfAllFeatures() {
    String body =
        """
        {"id": "r1", "inputs": [{"name": "float_input", "shape": [2, 2], "datatype": "FP32",
          "data": [[2, 1], [0, 3]]}]}
        """;
    TestClient.Reply reply = site.client.post("/v2/models/flower/versions/1.0.0/infer", body);

    JsonNode json = reply.json();
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(json.path("model_name").asString()).isEqualTo("flower");
    assertThat(json.path("model_version").asString()).isEqualTo("v1.0.0");
    assertThat(json.path("id").asString()).isEqualTo("r1");
    assertThat(json.path("outputs").path(0).path("data"))
        .isEqualTo(Json.parse("[\"yes\", \"no\"]"));
    assertThat(json.path("outputs").path(1).path("shape")).isEqualTo(Json.parse("[2, 2]"));
    assertThat(json.path("outputs").path(1).path("data").size()).isEqualTo(4);
    List<Call> calls = site.sink.calls();
    assertThat(calls).hasSize(2);
    assertThat(calls.get(1).id()).isEqualTo(calls.get(0).id().replaceAll("-0$", "-1"));
    assertThat(String.valueOf(calls.get(1).features())).isEqualTo("{\"a\":0,\"b\":3}");
  }

  @Test
  void infersFromOneTensorForEachFeature() {
    TestClient.Reply reply =
        site.client.post(
            "/v2/models/line/infer",
            """
            {"inputs": [{"name": "b", "shape": [2], "datatype": "INT32", "data": [1, 2]},
              {"name": "a", "shape": [2, 1], "datatype": "FP64", "data": [10, 20.5]}]}
            """);

    assertThat(reply.json().path("outputs").path(0).path("data"))
        .as(reply.body())
        .isEqualTo(Json.parse("[24, 48]"));
  }

  @Test
  void takesAndGivesBinaryTensors() {
    String json =
        """
        {"inputs": [
          {"name": "age", "shape": [2, 1], "datatype": "FP32", "parameters": {"binary_data_size": 8}},
          {"name": "visits", "shape": [2, 1], "datatype": "INT64",
            "parameters": {"binary_data_size": 16}},
          {"name": "smoker", "shape": [2, 1], "datatype": "BOOL",
            "parameters": {"binary_data_size": 2}},
          {"name": "region", "shape": [2, 1], "datatype": "BYTES",
            "parameters": {"binary_data_size": 17}}],
         "outputs": [{"name": "p", "parameters": {"binary_data": true}}, {"name": "prediction"}]}
        """;
    byte[] tensors = bytes(50f, 20f, 3L, 0L, true, false, "south", "nord");

    HttpResponse<byte[]> response =
        send(
            "/v2/models/mixed/infer",
            bytes(utf8(json), tensors),
            "Inference-Header-Content-Length",
            Integer.toString(utf8(json).length));

    byte[] body = response.body();
    assertThat(response.statusCode()).as(new String(body, StandardCharsets.UTF_8)).isEqualTo(200);
    int length =
        Integer.parseInt(
            response.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
    JsonNode head = Json.read(Arrays.copyOf(body, length));
    assertThat(head.path("outputs").path(0).path("data")).isEqualTo(Json.parse("[1, 1]"));
    assertThat(head.path("outputs").path(1).path("parameters").path("binary_data_size").intValue())
        .isEqualTo(16)
        .isEqualTo(body.length - length);
    ByteBuffer chances = ByteBuffer.wrap(body, length, 16).slice().order(ByteOrder.LITTLE_ENDIAN);
    assertThat(chances.getFloat(4)).isCloseTo((float) (1 / (1 + Math.exp(-3.8))), within(1e-6f));
    assertThat(chances.getFloat(12)).isCloseTo((float) (1 / (1 + Math.exp(-0.2))), within(1e-6f));
  }

  @Test
  void takesTensorDataAlone() {
    HttpResponse<byte[]> response =
        send(
            "/v2/models/line/infer", bytes(1f, 1f, 2f, 2f), "Inference-Header-Content-Length", "0");

    byte[] body = response.body();
    int length =
        Integer.parseInt(
            response.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
    ByteBuffer numbers = ByteBuffer.wrap(body, length, 8).slice().order(ByteOrder.LITTLE_ENDIAN);
    assertThat(numbers.getFloat()).isEqualTo(6);
    assertThat(numbers.getFloat()).isEqualTo(11);
  }

  @Test
  void refusesHostileTensors() {
    List<String> bodies =
        List.of(
            "{}",
            "{\"inputs\": []}",
            "{\"inputs\": [{\"name\": \"a\"}]}",
            tensor("x", "[1, 2]", "FP32", "[1, 2]"),
            tensor("float_input", "[1, 2]", "FP99", "[1, 2]"),
            tensor("float_input", "[1, 2]", "FP16", "[1, 2]"),
            tensor("float_input", "[1, 2]", "FP32", "[1, 2, 3]"),
            tensor("float_input", "[1, 2]", "FP32", "[1, \"2\"]"),
            tensor("float_input", "[1, 2]", "FP32", "[1, null]"),
            tensor("float_input", "[1, 2]", "FP32", "[1, 1e300]"),
            tensor("float_input", "[1, 3]", "FP32", "[1, 2, 3]"),
            tensor("float_input", "[2147483647, 2147483647]", "FP32", "[1]"),
            tensor("float_input", "[-1, 2]", "FP32", "[1, 2]"),
            tensor("float_input", "[0]", "FP32", "[]"),
            tensor("float_input", "[]", "FP32", "[1]"),
            tensor("float_input", "[1, 2]", "FP32", "{}"),
            tensor("a", "[1]", "FP32", "[1]"),
            tensor("float_input", "[1, 2]", "BYTES", "[\"x\", \"y\"]"),
            tensor("float_input", "[1, 2]", "FP32", "[1, 2]")
                .replace("}]}", "}], \"outputs\": [{\"name\": \"z\"}]}"));
    for (String body : bodies) {
      TestClient.Reply reply = site.client.post("/v2/models/flower/infer", body);
      assertThat(reply.status()).as(body + " -> " + reply.body()).isEqualTo(400);
      assertThat(reply.json().propertyNames()).containsExactly("error");
    }
    for (String length : List.of("-1", "99999", "x", "1e3")) {
      HttpResponse<byte[]> response =
          send("/v2/models/flower/infer", utf8("{}"), "Inference-Header-Content-Length", length);
      assertThat(response.statusCode()).as(length).isEqualTo(400);
    }
    for (byte[] raw : List.of(new byte[0], new byte[3], new byte[4], new byte[12])) {
      assertThat(
              send("/v2/models/flower/infer", raw, "Inference-Header-Content-Length", "0")
                  .statusCode())
          .isEqualTo(400);
    }
    String words =
        "{\"inputs\": [{\"name\": \"region\", \"shape\": [1], \"datatype\": \"BYTES\", "
            + "\"parameters\": {\"binary_data_size\": 6}}]}";
    HttpResponse<byte[]> torn =
        send(
            "/v2/models/mixed/infer",
            bytes(utf8(words), new byte[] {-1, -1, -1, 127, 0, 0}),
            "Inference-Header-Content-Length",
            Integer.toString(words.length()));
    assertThat(torn.statusCode()).isEqualTo(400);
  }

  private static String tensor(String name, String shape, String type, String data) {
    return "{\"inputs\": [{\"name\": \"%s\", \"shape\": %s, \"datatype\": \"%s\", \"data\": %s}]}"
        .formatted(name, shape, type, data);
  }

  @Test
  void listsLoadsAndUnloadsVersions() {
    JsonNode before = site.client.post("/v2/repository/index", "").json();
    assertThat(before.valueStream().map(v -> v.path("state").asString()).distinct())
        .containsExactly("UNAVAILABLE");

    assertThat(site.client.post("/v2/repository/models/flower/load", "{}").status()).isEqualTo(200);
    assertThat(site.client.post("/v2/repository/index", "{\"ready\": true}").json())
        .isEqualTo(
            Json.parse(
                """
                [{"name": "flower", "version": "v2.0.0", "state": "READY", "reason": ""}]
                """));
    assertThat(site.client.get("/v2/models/flower/ready").json())
        .isEqualTo(Json.parse("{\"name\": \"flower\", \"ready\": true}"));

    assertThat(site.client.post("/v2/repository/models/flower/unload", "").status()).isEqualTo(200);
    TestClient.Reply gone = site.client.get("/v2/models/flower/ready");
    assertThat(gone.status()).isEqualTo(409);
    assertThat(gone.json().path("ready").asBoolean()).isFalse();
    assertThat(site.client.get("/v2/models/flower/versions/1/ready").status()).isEqualTo(409);
    assertThat(
            site.client
                .post("/v2/repository/models/flower/load", "{\"parameters\": {\"version\": \"1\"}}")
                .status())
        .isEqualTo(200);
    assertThat(site.client.get("/v2/models/flower/versions/1/ready").status()).isEqualTo(200);
    assertThat(
            site.client
                .post(
                    "/v2/repository/models/flower/load",
                    "{\"parameters\": {\"file:1/model.onnx\": \"AAAA\"}}")
                .body())
        .contains("register a version");
    assertThat(site.client.get("/v2/models/none/ready").status()).isEqualTo(404);
    assertThat(site.client.get("/v2/models/none").json().propertyNames()).containsExactly("error");
  }

  @Test
  void countsWhatAModelDid() {
    String body = tensor("float_input", "[3, 2]", "FP32", "[1, 2, 3, 4, 5, 6]");
    var _ = site.client.post("/v2/models/flower/infer", body);
    var _ = site.client.post("/v2/models/flower/infer", body.replace("[3, 2]", "[3, 1]"));

    JsonNode stats = site.client.get("/v2/models/flower/stats").json().path("model_stats").path(0);

    assertThat(stats.path("version").asString()).isEqualTo("v2.0.0");
    assertThat(stats.path("inference_stats").path("success").path("count").intValue())
        .as(stats.toString())
        .isEqualTo(1);
    assertThat(stats.path("inference_stats").path("success").path("ns").longValue()).isPositive();
    assertThat(stats.path("last_inference").longValue()).isEqualTo(Site.NOW.toEpochMilli());
  }

  @Test
  void recordsALongRequestAsOneCall() {
    StringBuilder data = new StringBuilder("[0");
    for (int i = 1; i < 202; i++) {
      data.append(',').append(i);
    }
    String body = tensor("input", "[101, 2]", "FP32", data.append(']').toString());

    TestClient.Reply reply = site.client.post("/v2/models/line/infer", body);

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.json().path("outputs").path(0).path("data").path(100).intValue())
        .isEqualTo(1 + 2 * 200 + 3 * 201);
    assertThat(site.sink.calls()).hasSize(1);
    assertThat(site.sink.calls().getFirst().scores()).containsEntry("rows", 101.0);
  }

  @Test
  void sendsAUnitThroughTheRoute() {
    site.catalogue.split("flower", "v1.0.0", "v2.0.0");
    String body =
        tensor("input", "[1, 2]", "FP32", "[1, 2]")
            .replaceFirst("\\{", "{\"parameters\": {\"unit\": \"u1\"}, ");

    TestClient.Reply reply = site.client.post("/v2/models/flower/infer", body);

    assertThat(reply.json().path("model_version").asString()).isEqualTo("v2.0.0");
    assertThat(reply.json().path("parameters").path("variant").asString()).isEqualTo("treatment");
    assertThat(site.sink.calls().getFirst().variant()).isEqualTo("treatment");
  }
}
