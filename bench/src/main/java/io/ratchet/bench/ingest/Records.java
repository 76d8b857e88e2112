// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.ingest;

import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.bench.wire.HttpLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls of an extraction service, seeded: three versions, four personas, a thousand calls a second
 * of its own time. The texts in their bodies are words as often as they occur in clinical notes,
 * but in no order: they compress worse than notes do.
 */
final class Records {
  static final String ASSET = "extraction";
  static final List<String> VERSIONS = List.of("v1.0.0", "v1.1.0", "v2.0.0");

  private static final List<String> PERSONAS =
      List.of("nurse", "physician", "coder", "underwriter");
  private static final String NOTES = "/demo/notes.jsonl";
  private static final int PAIR_BYTES = 1536;
  private static final String MODEL = "gpt-4o-2024-08-06";
  private static final String INSTRUCTIONS =
      "You read clinical notes. Extract the diagnoses, the medications with their doses, and the"
          + " risk factors that the note names. Copy terms as they are written. Answer with one"
          + " JSON object and nothing else; leave out what the note does not say.";
  private static final double FAILURES = 0.03;

  private final SplittableRandom chance;
  private final Ids ids;
  private final boolean bodies;
  private final String[] words;
  private Instant time;

  Records(long seed, boolean bodies, int count) throws IOException {
    this.chance = new SplittableRandom(seed);
    this.ids = new Ids(InstantSource.system(), chance);
    this.bodies = bodies;
    this.words = words();
    this.time = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusMillis(count);
  }

  private static String[] words() throws IOException {
    try (InputStream in = Objects.requireNonNull(Records.class.getResourceAsStream(NOTES), NOTES);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> Json.parse(line).get("text").stringValue())
          .flatMap(text -> List.of(text.split("\\s+")).stream())
          .toArray(String[]::new);
    }
  }

  /** Requests of so many records each. */
  List<byte[]> batches(int count, int size) {
    List<byte[]> batches = new ArrayList<>();
    for (int left = count; left > 0; left -= size) {
      ObjectNode body = Json.object();
      ArrayNode calls = body.putArray("calls");
      for (int i = Math.min(size, left); i > 0; i--) {
        calls.add(record());
      }
      batches.add(HttpLine.post("/api/calls", Json.bytes(body)));
    }
    return batches;
  }

  private ObjectNode record() {
    time = time.plusMillis(1);
    boolean success = chance.nextDouble() >= FAILURES;
    ObjectNode record =
        Json.object()
            .put("id", ids.next())
            .put("time", time.toString())
            .put("kind", "prompt")
            .put("asset", ASSET)
            .put("version", VERSIONS.get(chance.nextInt(VERSIONS.size())))
            .put("unit", "user-" + chance.nextInt(5_000))
            .put("success", success)
            .put("latency_ms", latency())
            .put("input_tokens", chance.nextInt(200, 900))
            .put("output_tokens", chance.nextInt(20, 300))
            .put("cached_tokens", 0)
            .put("cost_usd", "0.00%03d".formatted(chance.nextInt(1_000)));
    record.putObject("tags").put("persona", PERSONAS.get(chance.nextInt(PERSONAS.size())));
    if (success) {
      record
          .put("completeness", chance.nextInt(50, 101) / 100.0)
          .put("fields_extracted", chance.nextInt(5, 18));
    } else {
      record.put("error_type", "timeout");
    }
    if (bodies) {
      ObjectNode response = response();
      record.set("request", request(PAIR_BYTES - Json.bytes(response).length));
      record.set("response", response);
    }
    return record;
  }

  /** Log-normal around 800 ms, in tenths. */
  private double latency() {
    return Math.round(8_000 * Math.exp(0.5 * chance.nextGaussian())) / 10.0;
  }

  /** A chat request of so many bytes: the same instructions, and free text. */
  private ObjectNode request(int bytes) {
    int room = bytes - Json.bytes(request("")).length;
    return request(words(room));
  }

  private static ObjectNode request(String text) {
    ObjectNode request = Json.object().put("model", MODEL).put("temperature", 0);
    ArrayNode messages = request.putArray("messages");
    messages.addObject().put("role", "system").put("content", INSTRUCTIONS);
    messages.addObject().put("role", "user").put("content", text);
    return request;
  }

  /** Its answer: the usual frame, and the same fields with other values. */
  private ObjectNode response() {
    ObjectNode fields = Json.object().put("summary", words(60)).put("age", chance.nextInt(18, 95));
    for (String list : List.of("diagnoses", "medications", "risk_factors")) {
      fields.putArray(list).add(words(20)).add(words(20));
    }
    ObjectNode response =
        Json.object()
            .put("id", "chatcmpl-" + Long.toString(chance.nextLong(1L << 60), 36))
            .put("object", "chat.completion")
            .put("created", time.getEpochSecond())
            .put("model", MODEL);
    ObjectNode choice =
        response.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
    choice.putObject("message").put("role", "assistant").put("content", Json.text(fields));
    int output = chance.nextInt(20, 300);
    response.putObject("usage").put("prompt_tokens", 300 + output).put("completion_tokens", output);
    return response;
  }

  /** So many characters of words. */
  private String words(int length) {
    StringBuilder text = new StringBuilder(length);
    while (text.length() < length) {
      String word = words[chance.nextInt(words.length)];
      boolean isNumber = Character.isDigit(word.charAt(0));
      text.append(isNumber ? Integer.toString(chance.nextInt(2_000)) : word).append(' ');
    }
    text.setLength(Math.max(0, length));
    return text.toString();
  }
}
