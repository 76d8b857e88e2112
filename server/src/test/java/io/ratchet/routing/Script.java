// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient.Reply;
import java.util.Arrays;
import java.util.List;

/**
 * A conversation with a server as a table: {@code > METHOD PATH BODY} sends, {@code < STATUS PART |
 * PART} says what must come back, {@code ! EVENT, EVENT} what exactly the journal got by it;
 * without such a line it got nothing. A line {@code # ...} is a comment.
 */
final class Script {
  private final World world;
  private String sent = "";
  private Reply reply;
  private boolean pending;

  private Script(World world) {
    this.world = world;
    this.reply = world.client.get("/api/journal?limit=1");
  }

  static void run(World world, String text) {
    Script script = new Script(world);
    world.happened();
    text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(script::line);
    script.nothingMore();
  }

  private void line(String line) {
    String rest = line.substring(1).strip();
    switch (line.substring(0, 1)) {
      case "#" -> {}
      case ">" -> send(rest);
      case "<" -> expect(rest);
      case "!" -> {
        List<String> events = Arrays.stream(rest.split(",")).map(String::strip).toList();
        assertThat(world.happened()).as("journal after " + sent).isEqualTo(events);
        pending = false;
      }
      case String other -> throw new IllegalArgumentException("line begins with " + other);
    }
  }

  private void send(String request) {
    nothingMore();
    String[] parts = request.split(" ", 3);
    sent = request;
    reply = world.client.send(parts[0], parts[1], parts.length > 2 ? parts[2] : null);
    pending = true;
  }

  private void expect(String answer) {
    String[] statusAndParts = answer.split(" ", 2);
    assertThat(reply.status())
        .as(sent + "\n" + reply.body())
        .isEqualTo(Integer.parseInt(statusAndParts[0]));
    if (statusAndParts.length > 1) {
      for (String part : statusAndParts[1].split(" \\| ")) {
        assertThat(reply.body()).as(sent).contains(part.strip());
      }
    }
  }

  private void nothingMore() {
    if (pending) {
      assertThat(world.happened()).as("journal after " + sent).isEmpty();
      pending = false;
    }
  }
}
