// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client.example;

import io.ratchet.client.Assignment;
import io.ratchet.client.Call;
import io.ratchet.client.CallRecord;
import io.ratchet.client.ClientListener;
import io.ratchet.client.RatchetClient;
import io.ratchet.client.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The short pieces of the guide. */
public final class Snippets {
  private Snippets() {}

  /** Where the server is, and which key it takes. */
  public static RatchetClient open() {
    RatchetClient ratchet = RatchetClient.builder().url("http://localhost:8000").build();
    return ratchet;
  }

  /** An assignment, a call and a feedback. */
  public static String threeLines(RatchetClient ratchet, BinaryOperator<String> service) {
    String note = "BP 120/80";
    Assignment arm = ratchet.assign("shorter-notes", "user-17", Map.of(), "v1.0.0");
    String facts = ratchet.call("extraction", arm).run(call -> service.apply(arm.version(), note));
    ratchet.feedback("shorter-notes", "user-17", "accepted", true);
    return facts;
  }

  /** A call that says when it went well. */
  public static String timed(RatchetClient ratchet, UnaryOperator<String> model) {
    String note = "BP 120/80";
    try (Call call = ratchet.call("extraction", "v2.0.0")) {
      String answer = call.stage("model", stage -> model.apply(note));
      call.response(answer).success();
      return answer;
    }
  }

  /** A call that somebody else made. */
  public static void fromALog(RatchetClient ratchet) {
    ratchet.record(
        CallRecord.model("readmission", "3", true)
            .id("admission-4711")
            .time(Instant.parse("2026-11-21T08:00:00Z"))
            .latency(Duration.ofMillis(3))
            .stage("gnn_inference", Duration.ofMillis(2))
            .prediction(1)
            .confidence(0.87)
            .features(Map.of("age", 71, "visits", 4)));
  }

  /** A client whose losses are seen. */
  public static RatchetClient listening(String url, Consumer<String> alarm) {
    RatchetClient ratchet =
        RatchetClient.builder()
            .url(url)
            .buffer(100_000, 64 << 20)
            .listener(
                new ClientListener() {
                  @Override
                  public void lost(long records, Loss reason) {
                    alarm.accept("lost " + records + " records: " + reason);
                  }

                  @Override
                  public void refused(Refusal refusal) {
                    alarm.accept(refusal.ids() + " refused: " + refusal.detail());
                  }
                })
            .build();
    return ratchet;
  }
}
