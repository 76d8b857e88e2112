// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import io.ratchet.cli.CommandFailure;
import io.ratchet.cli.Connection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.JsonNode;

/** Sends the calls of a trace, each on its own virtual thread, and counts how they end. */
final class Replay {
  /** Calls on the way at once: more than the trace ever needs, few enough for a slow machine. */
  static final int MAX_CONCURRENT = 256;

  private final Sender sender;
  private final Pacing pacing;
  private final Progress progress;
  private final Tally tally = new Tally();
  private final Semaphore room = new Semaphore(MAX_CONCURRENT);

  /** Sends one call and waits for its answer. */
  @FunctionalInterface
  interface Sender {
    Connection.Reply send(int place, Trace.Arrival arrival);
  }

  Replay(Sender sender, Pacing pacing, Progress progress) {
    this.sender = sender;
    this.pacing = pacing;
    this.progress = progress;
  }

  /**
   * Returns when the last call has ended.
   *
   * @param first place of the first of these arrivals in the trace
   */
  Tally run(List<Trace.Arrival> arrivals, int first) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      pacing.each(
          arrivals,
          (place, arrival) -> {
            room.acquire();
            threads.execute(() -> {
              try {
                call(first + place, arrival);
                progress.show(tally.count());
              } finally {
                room.release();
              }
            });
          });
    }
    progress.end(tally.count());
    return tally;
  }

  private void call(int place, Trace.Arrival arrival) {
    try {
      Connection.Reply reply = sender.send(place, arrival);
      if (reply.isRefusal()) {
        tally.failed(word(reply));
      } else {
        tally.answered();
      }
    } catch (CommandFailure failure) {
      tally.failed(failure.exitCode() == CommandFailure.UNREACHABLE ? "no answer" : "no JSON");
    }
  }

  /** What went wrong, in OpenAI's envelope or in problem details. */
  private static String word(Connection.Reply reply) {
    JsonNode body = reply.body();
    String word = body.at("/error/type").asString(body.path("code").asString(""));
    return word.isEmpty() ? "status " + reply.status() : word;
  }
}
