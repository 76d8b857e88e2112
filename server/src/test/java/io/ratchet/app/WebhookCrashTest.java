// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is killed, and however many processes there are, each change is told, and in order. */
final class WebhookCrashTest {
  private static final int ROUNDS = 3;
  private static final int CHANGES = 15;
  private static final String SECRET = "shared by all";

  private final Path folder = Databases.temporaryFolder();

  private ServerProcess start(String url, String data) {
    return ServerProcess.start(
        folder,
        Map.of(
            "RATCHET_STORAGE_URL", url,
            "RATCHET_WEBHOOKS_KEY", "the same on every server",
            "RATCHET_WEBHOOKS_TIMEOUT", "1s",
            "RATCHET_WEBHOOKS_FIRST_RETRY", "20ms",
            "RATCHET_WEBHOOKS_LONGEST_RETRY", "100ms"),
        "--data",
        data);
  }

  private void writePrompt() throws IOException {
    Path version = folder.resolve("prompts/greeting/v1.0.0.txt");
    Files.createDirectories(version.getParent());
    Files.writeString(version, "Greet {name} briefly.");
  }

  private static void create(TestClient client, Receiver receiver) {
    TestClient.Reply reply =
        client.post(
            "/api/2.0/mlflow/webhooks",
            """
            {"name": "watcher", "url": "%s", "secret": "%s",
             "events": [{"entity": "PROMPT_ALIAS", "action": "CREATED"}]}
            """
                .formatted(receiver.url(), SECRET));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  private static void alias(TestClient client, String alias) {
    TestClient.Reply reply =
        client.send("PUT", "/api/prompts/greeting/aliases/" + alias, "{\"version\": \"v1.0.0\"}");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  private static List<String> aliases(List<Receiver.Told> told) {
    return told.stream().map(one -> one.json().at("/data/alias").stringValue()).toList();
  }

  /** The receiver takes nothing until the last process runs, but one delivery in the middle. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void killedBetweenTheChangeAndItsDeliveryNothingIsLost(Engine engine) throws IOException {
    writePrompt();
    String url = Databases.url(engine);
    List<String> acknowledged = new ArrayList<>();
    try (Receiver receiver = new Receiver()) {
      receiver.answer(n -> n == 2 ? 200 : 503);
      for (int round = 0; round < ROUNDS; round++) {
        try (ServerProcess server = start(url, "state");
            TestClient client = server.client()) {
          if (round == 0) {
            create(client, receiver);
          }
          for (int i = 0; i < CHANGES; i++) {
            String alias = "a" + round + "-" + i;
            alias(client, alias);
            acknowledged.add(alias);
          }
          server.kill();
        }
      }
      int before = receiver.told().size();
      receiver.answer(_ -> 200);
      try (ServerProcess server = start(url, "state")) {
        List<Receiver.Told> taken = awaitTaken(receiver, acknowledged.size());

        assertThat(aliases(taken)).as("in order, " + before + " before").isEqualTo(acknowledged);
        assertThat(taken).extracting(Receiver.Told::id).doesNotHaveDuplicates();
        assertThat(taken).allMatch(one -> one.signature().equals(one.expected(SECRET)));
        assertThat(server.stop()).isEqualTo(143);
      }
    }
  }

  private static List<Receiver.Told> awaitTaken(Receiver receiver, int count) {
    List<Receiver.Told> taken = List.of();
    for (int wanted = count; taken.size() < count; wanted++) {
      taken = receiver.await(wanted).stream().filter(one -> one.answer() == 200).toList();
    }
    return taken;
  }

  @Test
  void twoProcessesTellEachChangeOnce() throws IOException {
    writePrompt();
    String url = Databases.url(Engine.POSTGRESQL);
    try (Receiver receiver = new Receiver();
        Receiver other = new Receiver();
        ServerProcess one = start(url, "one");
        ServerProcess two = start(url, "two");
        TestClient toOne = one.client();
        TestClient toTwo = two.client()) {
      create(toOne, receiver);
      create(toTwo, other);
      List<String> made = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        alias(i % 2 == 0 ? toOne : toTwo, "a" + i);
        made.add("a" + i);
      }
      receiver.await(60);
      other.await(60);
      one.stop();
      two.stop();

      assertThat(aliases(receiver.told())).isEqualTo(made);
      assertThat(aliases(other.told())).isEqualTo(made);
      assertThat(other.told()).allMatch(told -> told.signature().equals(told.expected(SECRET)));
    }
  }
}
