// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import io.ratchet.call.UsageSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts served by the simulated provider, from request to record. */
final class SimulatedCallTest {
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
          + "\"age\":{\"type\":\"string\"}}}";
  private static final String NOTES =
      "{\"text\":\"Pat is 67.\",\"gold\":{\"name\":\"Pat\",\"age\":67}}";

  private static Rig rig(Behaviour behaviour) {
    Rig rig =
        new Rig(
            Rig.Setup.STANDARD.simulated(
                new SimulatedConfig(
                    1,
                    Behaviour.STANDARD,
                    Map.of("facts@v1.0.0", behaviour),
                    Knowledge.read(NOTES.getBytes(StandardCharsets.UTF_8)))));
    rig.prompts.add(
        "facts", "1.0.0", "simulated/simulated-small", "{}", SCHEMA, "user: <{{ note }}>");
    return rig;
  }

  private static String ask(boolean stream) {
    return "{\"model\":\"prompt:facts\",\"stream\":"
        + stream
        + ",\"ratchet\":{\"variables\":{\"note\":\"Pat is 67.\"},"
        + "\"simulate\":{\"input_tokens\":1000,\"output_tokens\":2000,\"latency_ms\":40}}}";
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knowsTheFactsOfTheNoteAndGrantsTheRequestsWishes(boolean stream) throws Exception {
    try (Rig rig = rig(new Behaviour(500, 0, null, Map.of(), 1))) {
      rig.chat(ask(stream));

      Call call = rig.sink.only();
      assertThat(call.outcome()).isEqualTo(Outcome.SUCCESS);
      assertThat(call.completeness()).isEqualTo(1.0);
      assertThat(call.fieldsExtracted()).isEqualTo(2);
      assertThat(String.valueOf(call.bodies().response())).contains("\\\"age\\\":\\\"67\\\"");
      assertThat(call.tokens().input()).isEqualTo(1000);
      assertThat(call.tokens().output()).isEqualTo(2000);
      assertThat(call.usageSource()).isEqualTo(UsageSource.PROVIDER);
      assertThat(call.costNanos()).isEqualTo(1000 * 150 + 2000 * 600);
      assertThat(rig.pauses.stream().mapToLong(Duration::toNanos).sum())
          .isBetween(35_000_000L, 40_000_000L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MALFORMED", "TRUNCATED"})
  void countsABadAnswerAsInvalidOutputStreamedToo(Behaviour.Fault fault) throws Exception {
    for (boolean stream : new boolean[] {true, false}) {
      try (Rig rig = rig(new Behaviour(1, 0, null, Map.of(fault, 1.0), 1))) {
        assertThat(rig.chat(ask(stream)).statusCode()).isEqualTo(200);

        Call call = rig.sink.only();
        assertThat(call.errorType()).isEqualTo("invalid_output");
        assertThat(call.usageSource()).isEqualTo(UsageSource.PROVIDER);
      }
    }
  }

  @Test
  void failsWithTheSimulatedErrorAfterItsRetries() throws Exception {
    try (Rig rig = rig(new Behaviour(1, 0, null, Map.of(Behaviour.Fault.RATE_LIMITED, 1.0), 1))) {
      assertThat(rig.chat(ask(false)).statusCode()).isEqualTo(429);
      assertThat(rig.sink.only().errorType()).isEqualTo("rate_limited");
      assertThat(rig.pauses).hasSize(5); // three attempts and two waits between them
    }
  }

  @Test
  void timesOutWhereItIsToKeepSilent() throws Exception {
    try (Rig rig = rig(new Behaviour(1, 0, null, Map.of(Behaviour.Fault.TIMEOUT, 1.0), 1))) {
      assertThat(rig.chat(ask(false)).statusCode()).isEqualTo(504);
      assertThat(rig.sink.only().errorType()).isEqualTo("provider_timeout");
    }
  }
}
