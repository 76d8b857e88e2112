// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import io.ratchet.cli.CommandFailure;
import io.ratchet.cli.Connection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.JsonNode;

/** Sends the calls of a trace, each on its own virtual thread, and counts how they end. */
final class Replay {
  /** Calls on the way at once: more than the trace ever needs, few enough for a slow machine. */
  static final int MAX_CONCURRENT = 256;

  private final Connection connection;
  private final Notes notes;
  private final Tally tally = new Tally();
  private final Semaphore room = new Semaphore(MAX_CONCURRENT);

  Replay(Connection connection, Notes notes) {
    this.connection = connection;
    this.notes = notes;
  }

  /** Returns when the last call has ended. */
  Tally run(Trace trace, Pacing pacing, Progress progress) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      pacing.each(
          trace.arrivals(),
          (place, arrival) -> {
            room.acquire();
            threads.execute(() -> {
              try {
                call(notes.request(place, arrival));
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

  private void call(JsonNode request) {
    try {
      Connection.Reply reply = connection.send("POST", "/v1/chat/completions", request);
      if (reply.isRefusal()) {
        JsonNode error = reply.body().path("error");
        String word = error.path("type").asString("");
        tally.failed(word.isEmpty() ? "status " + reply.status() : word);
      } else {
        tally.answered();
      }
    } catch (CommandFailure failure) {
      tally.failed(failure.exitCode() == CommandFailure.UNREACHABLE ? "no answer" : "no JSON");
    }
  }
}
