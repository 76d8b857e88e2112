// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
final class CallsTest {
  private final Room room;

  CallsTest(Engine engine) {
    room = new Room(engine).start();
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void aRecordedCallIsShownAsItWas() {
    Call call = Examples.success("one", Examples.V1);

    room.record(call);

    assertThat(room.calls.find("one").orElseThrow().call()).isEqualTo(call);
    assertThat(room.used).containsExactly(Examples.V1);
  }

  @Test
  void whateverMayBeUnknownOfACallStaysUnknown() {
    Random chance = new Random(3);
    List<Call> calls =
        IntStream.range(0, 300).mapToObj(i -> Examples.random("call-" + i, chance)).toList();

    room.calls.accept(calls);

    for (Call call : calls) {
      assertThat(room.calls.find(call.id()).orElseThrow().call()).isEqualTo(call);
    }
  }

  @Test
  void aResentIdIsADuplicateAndTheFirstRecordWins() {
    Calls.Accepted first =
        room.calls.accept(
            List.of(Examples.success("a", Examples.V1), Examples.success("b", Examples.V1)));
    Calls.Accepted second =
        room.calls.accept(
            List.of(
                Examples.failure("b", Examples.V2),
                Examples.success("c", Examples.V1),
                Examples.failure("c", Examples.V1)));

    assertThat(first).isEqualTo(new Calls.Accepted(2, 0));
    assertThat(second).isEqualTo(new Calls.Accepted(1, 2));
    assertThat(room.lastDay(Examples.V1).successes()).isEqualTo(3);
    assertThat(room.lastDay(Examples.V2).calls()).isZero();
    assertThat(room.calls.status().ingester().duplicates()).isEqualTo(2);
  }

  @Test
  void bodiesComeBackBeforeAndAfterADictionaryIsTrained() {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      calls.add(
          Examples.success("call-" + i, Examples.V1)
              .withBodies(
                  new Call.Bodies(
                      Json.object().put("prompt", "Extract the fields of note " + i),
                      i % 3 == 0 ? null : Json.object().put("answer", "nothing " + i * 7))));
    }

    room.calls.accept(calls.subList(0, 600));
    room.calls.accept(calls.subList(600, 2_500));

    for (int i = 0; i < calls.size(); i += 97) {
      Call call = calls.get(i);
      assertThat(room.calls.find(call.id()).orElseThrow().call().bodies()).isEqualTo(call.bodies());
    }
    int dictionaries =
        room.database.read(handle ->
            handle
                .createQuery("SELECT COUNT(DISTINCT dictionary) FROM call_body")
                .mapTo(Integer.class)
                .one());
    assertThat(dictionaries).isEqualTo(2);
  }
}
