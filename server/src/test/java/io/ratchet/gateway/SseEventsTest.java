// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.http.OutboundFault;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SseEventsTest {
  private static final List<String> EVENTS =
      List.of(
          "data: {\"a\":1}\n\n",
          ": comment\r\n\r\n",
          "event: x\nid: 7\ndata: one\ndata: two\n\n",
          "data:{\"b\":\"\u00e9\"}\r\n\r\n",
          "data\n\n",
          "data: " + "x".repeat(20_000) + "\n\n",
          "data: [DONE]\n\n");

  private static List<SseEvents.Event> read(InputStream in) throws OutboundFault {
    SseEvents events = new SseEvents(in, 1 << 20);
    List<SseEvents.Event> all = new ArrayList<>();
    for (SseEvents.Event event = events.next(); event != null; event = events.next()) {
      all.add(event);
    }
    return all;
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Hands out between one and {@code most} bytes at a time. */
  private static InputStream dribble(String text, int most) {
    Random random = new Random(most);
    return new java.io.FilterInputStream(stream(text)) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws java.io.IOException {
        return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(most)));
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100, 9_000, 100_000})
  void cutsAtBlankLinesHoweverTheBytesArrive(int most) throws Exception {
    List<SseEvents.Event> events = read(dribble(String.join("", EVENTS), most));

    assertThat(events.stream().map(event -> text(event.raw()))).isEqualTo(EVENTS);
    assertThat(events.stream().map(e -> e.data() == null ? null : text(e.data())))
        .containsExactly(
            "{\"a\":1}",
            null,
            "one\ntwo",
            "{\"b\":\"\u00e9\"}",
            null,
            "x".repeat(20_000),
            "[DONE]");
    assertThat(events.getLast().isDone()).isTrue();
  }

  @Test
  void dropsWhatTheEndLeavesOpenUnlessItIsDone() throws Exception {
    assertThat(read(stream("data: 1\n\ndata: 2\n"))).hasSize(1);
    assertThat(read(stream("data: 1\n\ndata: 2"))).hasSize(1);
    assertThat(read(stream(""))).isEmpty();
    assertThat(read(stream("data: 1\n\ndata: [DONE]")).getLast().isDone()).isTrue();
  }

  @Test
  void dropsBlankLinesBetweenEvents() throws Exception {
    assertThat(read(stream("\n\r\ndata: 1\n\n\n\n\ndata: 2\n\n")).stream().map(e -> text(e.raw())))
        .containsExactly("data: 1\n\n", "data: 2\n\n");
  }

  @Test
  void refusesAnEventBeyondTheLimit() {
    SseEvents events = new SseEvents(stream("data: " + "x".repeat(100_000)), 50_000);

    assertThatThrownBy(events::next)
        .isInstanceOf(OutboundFault.class)
        .hasMessageContaining("50000");
  }
}
