// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many streams that are all open at the same time. */
final class StreamCrowdTest {
  private static final int STREAMS = 512;
  private static final int EVENTS = 40;

  @Test
  void losesNoFrameOf512StreamsAtOnce() throws Exception {
    CountDownLatch allOpen = new CountDownLatch(STREAMS);
    StringBuilder expected = new StringBuilder();
    List<String> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      String finish = i == EVENTS - 1 ? "\"stop\"" : "null";
      events.add(
          "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%d \"},\"finish_reason\":%s}]}\n\n"
              .formatted(i, finish));
    }
    events.add("data: [DONE]\n\n");
    events.forEach(expected::append);

    try (Rig rig = new Rig(Rig.Setup.STANDARD.slots(STREAMS, 0))) {
      rig.upstream.script(connection -> {
        connection.write(FakeUpstream.STREAM_HEAD).chunk(events.getFirst());
        allOpen.countDown();
        await(allOpen);
        for (String event : events.subList(1, events.size())) {
          connection.chunk(event);
        }
        connection.write("0\r\n\r\n");
        return true;
      });
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < STREAMS; i++) {
          answers.add(
              threads.submit(
                  () -> rig.chat("{\"model\":\"gpt-4o\",\"stream\":true,\"messages\":[]}")));
        }
      }

      assertThat(answers).allMatch(f -> f.resultNow().body().contentEquals(expected));
      assertThat(rig.sink.calls()).hasSize(STREAMS).allMatch(c -> c.outcome() == Outcome.SUCCESS);
      assertThat(rig.sink.calls()).extracting(Call::id).doesNotHaveDuplicates();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError(latch.getCount() + " streams did not open");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
