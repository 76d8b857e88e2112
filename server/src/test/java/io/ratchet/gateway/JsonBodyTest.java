// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class JsonBodyTest {
  private static final String[] VALUES = {
    "1",
    "-1.50e3",
    "\"\"",
    "\"a\\\"b\\\\\"",
    "\"caf\u00e9 \ud83d\ude00 }]\"",
    "true",
    "null",
    "{}",
    "[ ]",
    "[1 , {\"a\":\"b\"}]",
    "{\"n\" : {\"m\":[[]]}}",
    "\"\\u0041\"",
    "0"
  };
  private static final String[] SPACES = {"", " ", "\n", "\t ", "\r\n  "};

  private static JsonBody body(String text) {
    return JsonBody.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                          | {\"x\":1}",
        "{ }                         | { \"x\":1}",
        "{\"a\":1}                   | {\"a\":1,\"x\":1}",
        "{\"r\":1}                   | {\"x\":1}",
        "{ \"r\" : 1 , \"a\" : 2 }   | { \"a\" : 2,\"x\":1 }",
        "{\"a\":1 , \"r\":{}}        | {\"a\":1,\"x\":1}",
        "{\"x\" : 5 , \"r\":{}}      | {\"x\" : 1}",
        "{\"a\":1, \"r\":2, \"b\":3} | {\"a\":1, \"b\":3,\"x\":1}",
      })
  void removesOneMemberAndPutsAnother(String before, String after) {
    assertThat(text(body(before).edit().remove("r").put("x", "1").bytes())).isEqualTo(after);
  }

  @Test
  void isTheSameArrayWhereNothingChanges() {
    JsonBody body = body("{\"a\":1}");

    assertThat(body.edit().remove("b").bytes()).isSameAs(body.bytes());
  }

  @Test
  void changesWhatATreeWouldChangeAndNoOtherByte() {
    Random random = new Random(11);
    for (int round = 0; round < 3000; round++) {
      List<String> members = new ArrayList<>();
      int size = random.nextInt(6);
      for (int i = 0; i < size; i++) {
        members.add(
            "\"m%d\"%s:%s%s"
                .formatted(i, space(random), space(random), VALUES[random.nextInt(VALUES.length)]));
      }
      String text = space(random) + "{" + space(random);
      for (int i = 0; i < size; i++) {
        text += (i == 0 ? "" : "," + space(random)) + members.get(i) + space(random);
      }
      text += "}" + space(random);
      JsonBody body = body(text);
      JsonBody.Edit edit = body.edit();
      ObjectNode tree = (ObjectNode) Json.parse(text);
      List<String> kept = new ArrayList<>(members);
      for (int i = size - 1; i >= 0; i--) {
        switch (random.nextInt(4)) {
          case 0 -> {
            edit.remove("m" + i);
            tree.remove("m" + i);
            kept.remove(i);
          }
          case 1 -> {
            edit.put("m" + i, "[7]");
            tree.set("m" + i, Json.array().add(7));
            kept.remove(i);
          }
          default -> {}
        }
      }
      if (random.nextBoolean()) {
        edit.put("added \"\u00e9", "{\"z\":1}");
        tree.set("added \"\u00e9", Json.object().put("z", 1));
      }

      String result = text(edit.bytes());

      assertThat(Json.parse(result)).as(text).isEqualTo(tree);
      assertThat(kept).as(result).allMatch(result::contains);
    }
  }

  private static String space(Random random) {
    return SPACES[random.nextInt(SPACES.length)];
  }
}
