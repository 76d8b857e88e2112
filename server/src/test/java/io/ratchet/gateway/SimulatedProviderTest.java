// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.call.Completeness;
import io.ratchet.http.Outbound;
import io.ratchet.http.OutboundFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class SimulatedProviderTest {
  private static final JsonNode SCHEMA =
      Json.parse(
          """
          {"type":"object","properties":{
            "patient":{"type":"object","properties":{"initials":{"type":["string","null"]},
              "age":{"type":["string","null"]}}},
            "medications":{"type":["array","null"],"items":{"type":"string"}},
            "sex":{"type":"string","enum":["female","male"]},
            "score":{"type":"integer","minimum":1,"maximum":5},
            "follow_up":{"type":["string","null"]}}}\
          """);
  private static final Knowledge KNOWLEDGE =
      Knowledge.read(
          """
          {"text":"Pat K., 67, on furosemide.","gold":{"patient":{"initials":"P.K.","age":67},\
          "medications":[{"name":"Furosemide","dose":"40 mg","route":null}],"sex":"female",\
          "score":3,"follow_up":null,"extra":"not in the schema"}}
          """
              .getBytes(StandardCharsets.UTF_8));
  private static final Behaviour PERFECT = new Behaviour(200, 0, null, Map.of(), 1);

  private final List<Duration> pauses = new ArrayList<>();

  private SimulatedProvider provider(Behaviour behaviour) {
    return new SimulatedProvider(
        "simulated",
        List.of(),
        ProviderLimits.simulated(Duration.ofMinutes(30)),
        new SimulatedConfig(7, behaviour, Map.of(), KNOWLEDGE),
        pauses::add,
        InstantSource.fixed(Rig.NOW));
  }

  @Test
  void countsTheTokensOfALongerVersionAsMore() throws OutboundFault {
    Behaviour longer = new Behaviour(1, 0, null, 1.4, 1.55, Map.of(), 1);
    ProviderCall plain = call("Hello", null, 1);
    ProviderCall wishing =
        new ProviderCall(
            plain.body(),
            false,
            "simulated-small",
            Map.of(),
            "extraction@v1.0.0",
            null,
            new Simulation(2000L, 20L, null, null),
            1);

    JsonNode usage = body(provider(longer).send(wishing, Duration.ofMinutes(1))).path("usage");

    assertThat(usage.path("prompt_tokens").longValue()).isEqualTo(2800);
    assertThat(usage.path("completion_tokens").longValue()).isEqualTo(31);
    assertThat(usage.path("total_tokens").longValue()).isEqualTo(2831);
  }

  @Test
  void theDemosVersionsUseMoreTokensTheMoreTheyAsk() throws IOException {
    Map<String, Behaviour> demo;
    try (InputStream in = getClass().getResourceAsStream("/demo/behaviours.json")) {
      demo = SimulatedConfig.behaviours(Objects.requireNonNull(in).readAllBytes());
    }
    List<Behaviour> versions =
        List.of("v1.0.0", "v1.1.0", "v2.0.0").stream()
            .map(version -> Objects.requireNonNull(demo.get("extraction@" + version)))
            .toList();

    assertThat(versions)
        .extracting(Behaviour::inputTokensFactor)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(versions)
        .extracting(Behaviour::outputTokensFactor)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private static ProviderCall call(String content, @Nullable JsonNode schema, int attempt) {
    String body =
        "{\"messages\":[{\"role\":\"user\",\"content\":"
            + Json.mapper().writeValueAsString(content)
            + "}]}";
    return new ProviderCall(
        body.getBytes(StandardCharsets.UTF_8),
        false,
        "simulated-small",
        Map.of(),
        "extraction@v1.0.0",
        schema,
        Simulation.NONE,
        attempt);
  }

  private static JsonNode body(Outbound.Reply reply) throws OutboundFault {
    return Json.parse(new String(Outbound.readWhole(reply, 1 << 20), StandardCharsets.UTF_8));
  }

  private static String content(JsonNode completion) {
    return completion.path("choices").path(0).path("message").path("content").stringValue();
  }

  private static JsonNode answer(SimulatedProvider provider, String text) throws OutboundFault {
    return Json.parse(content(body(provider.send(call(text, SCHEMA, 1), Duration.ofHours(1)))));
  }

  @Test
  void answersTheKnownFactsInTheFormOfTheSchema() throws Exception {
    JsonNode answer =
        answer(provider(PERFECT), "Read this.\n<note>\nPat K., 67, on furosemide.\n</note>");

    assertThat(answer)
        .isEqualTo(
            Json.parse(
                """
                {"patient":{"initials":"P.K.","age":"67"},"medications":["Furosemide 40 mg"],
                 "sex":"female","score":3,"follow_up":null}\
                """));
  }

  @Test
  void makesUpWhatItDoesNotKnow() throws Exception {
    JsonNode answer = answer(provider(PERFECT), "something else");

    assertThat(answer.path("sex").stringValue()).isIn("female", "male");
    assertThat(answer.path("score").asInt()).isBetween(1, 5);
    assertThat(answer.path("medications").isEmpty()).isFalse();
    assertThat(Completeness.of(SCHEMA, answer).share()).isEqualTo(1);
  }

  @Test
  void saysTheSameToTheSameRequestAndSomethingElseWithAnotherSeed() throws Exception {
    Behaviour poor = new Behaviour(200, 0.5, null, Map.of(), 0.5);
    JsonNode first = body(provider(poor).send(call("a", SCHEMA, 1), Duration.ofHours(1)));
    JsonNode again = body(provider(poor).send(call("a", SCHEMA, 1), Duration.ofHours(1)));
    JsonNode other = body(provider(poor).send(call("b", SCHEMA, 1), Duration.ofHours(1)));

    assertThat(again).isEqualTo(first);
    assertThat(content(other)).isNotEqualTo(content(first));
    assertThat(pauses.get(0)).isEqualTo(pauses.get(1)).isNotEqualTo(pauses.get(2));
  }

  @ParameterizedTest
  @CsvSource({"1.0, 1.0, 1.0", "0.9, 0.84, 0.97", "0.5, 0.4, 0.8", "0.0, 0.0, 0.5"})
  void fillsAsManyFieldsAsItsQualitySays(double quality, double low, double high) throws Exception {
    SimulatedProvider provider = provider(new Behaviour(1, 0, null, Map.of(), quality));
    double sum = 0;
    for (int i = 0; i < 400; i++) {
      sum += Completeness.of(SCHEMA, answer(provider, "note " + i)).share();
    }

    assertThat(sum / 400).isBetween(low, high);
  }

  @Test
  void leavesNoFieldEmptyThatMustBeOneOfSeveral() throws Exception {
    SimulatedProvider useless = provider(new Behaviour(1, 0, null, Map.of(), 0));

    for (int i = 0; i < 50; i++) {
      assertThat(answer(useless, "note " + i).path("sex").asString("")).isIn("female", "male");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RATE_LIMITED", "SERVER_ERROR", "TIMEOUT", "MALFORMED", "TRUNCATED"})
  void failsAsOftenAsItsRatesSay(Behaviour.Fault fault) {
    SimulatedProvider provider = provider(new Behaviour(1, 0, null, Map.of(fault, 0.3), 1));

    long faults = IntStream.range(0, 1000).filter(i -> ending(provider, i) == fault).count();

    assertThat(faults).isBetween(250L, 350L);
  }

  private static Behaviour.@Nullable Fault ending(SimulatedProvider provider, int i) {
    try {
      Outbound.Reply reply = provider.send(call("note " + i, SCHEMA, 1), Duration.ofSeconds(1));
      return switch (reply.status()) {
        case 429 -> Behaviour.Fault.RATE_LIMITED;
        case 500 -> Behaviour.Fault.SERVER_ERROR;
        default -> {
          JsonNode body = body(reply);
          boolean cut =
              body.path("choices").path(0).path("finish_reason").stringValue().equals("length");
          yield cut
              ? Behaviour.Fault.TRUNCATED
              : content(body).startsWith("{") ? null : Behaviour.Fault.MALFORMED;
        }
      };
    } catch (OutboundFault e) {
      return Behaviour.Fault.TIMEOUT;
    }
  }

  @Test
  void mayGetOverATransientFaultAtTheNextAttempt() throws Exception {
    SimulatedProvider provider =
        provider(new Behaviour(1, 0, null, Map.of(Behaviour.Fault.SERVER_ERROR, 0.5), 1));
    List<Integer> statuses = new ArrayList<>();
    for (int attempt = 1; attempt <= 12; attempt++) {
      statuses.add(provider.send(call("a", SCHEMA, attempt), Duration.ofHours(1)).status());
    }

    assertThat(statuses).contains(200, 500);
  }

  @Test
  void keepsSilentUntilTheDeadlineWhereItsLatencyIsLonger() {
    assertThatThrownBy(() -> provider(PERFECT).send(call("a", SCHEMA, 1), Duration.ofMillis(150)))
        .isInstanceOfSatisfying(
            OutboundFault.class,
            fault -> assertThat(fault.kind()).isEqualTo(OutboundFault.Kind.TIMEOUT));
    assertThat(pauses).containsExactly(Duration.ofMillis(150));
  }

  @Test
  void stopsWhereTheRequestLimitsTheTokens() throws Exception {
    ProviderCall limited =
        new ProviderCall(
            "{\"max_tokens\":2,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}"
                .getBytes(StandardCharsets.UTF_8),
            false,
            "gpt-4o",
            Map.of(),
            "",
            null,
            Simulation.NONE,
            1);

    JsonNode body = body(provider(PERFECT).send(limited, Duration.ofHours(1)));

    assertThat(content(body)).hasSize(8);
    assertThat(body.path("choices").path(0).path("finish_reason").stringValue())
        .isEqualTo("length");
    assertThat(body.path("model").stringValue()).isEqualTo("simulated-small");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"extraction@v1.0.0\":{\"quality\":2}}",
        "{\"extraction@v1.0.0\":{\"qualty\":1}}",
        "{\"extraction@v1.0.0\":{\"errors\":{\"timeout\":0.6,\"malformed\":0.6}}}",
        "{\"extraction@v1.0.0\":{\"latency_ms\":7}}",
        "[",
      })
  void refusesBehavioursThatCannotBe(String json) {
    assertThatThrownBy(() -> SimulatedConfig.behaviours(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Failure.class);
  }

  @Test
  void readsTheBehavioursAndNotesOfTheDemo() throws Exception {
    byte[] behaviours = resource("/demo/behaviours.json");
    byte[] notes = resource("/demo/notes.jsonl");

    assertThat(SimulatedConfig.behaviours(behaviours).get("extraction@v2.0.0"))
        .satisfies(b -> assertThat(b.quality()).isGreaterThan(0.9));
    assertThat(Knowledge.read(notes).notes()).hasSizeGreaterThanOrEqualTo(40);
  }

  private static byte[] resource(String name) throws java.io.IOException {
    try (var in = SimulatedProvider.class.getResourceAsStream(name)) {
      return java.util.Objects.requireNonNull(in).readAllBytes();
    }
  }
}
