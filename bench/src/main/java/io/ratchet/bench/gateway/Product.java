// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.gateway;

import io.ratchet.base.Json;
import io.ratchet.bench.harness.Child;
import io.ratchet.bench.wire.HttpLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The product with the mock as its provider and one prompt, everything else as it comes. */
final class Product implements AutoCloseable {
  private final Child child;

  Product(Path folder, int mock, String storage, List<String> options) throws IOException {
    Path prompts = Files.createDirectories(folder.resolve("prompts/" + ChatBodies.PROMPT));
    Files.write(prompts.resolve("v" + ChatBodies.VERSION + ".txt"), ChatBodies.template());
    Path config = folder.resolve("ratchet.yaml");
    Files.writeString(
        config,
        """
        storage: {url: "%s"}
        prompts: {directory: prompts}
        providers:
          mock: {kind: openai, base_url: "http://127.0.0.1:%d/v1", max_concurrent: 1024}
          default: mock
        calls: {store_bodies: true}
        """
            .formatted(storage, mock));
    child = Child.product(folder, options, "serve", "--port", "0", "--config", config.toString());
  }

  Child process() {
    return child;
  }

  /**
   * The calls of the prompt that the product has counted, all acknowledged ones included: it takes
   * them in before it answers.
   */
  long counted() throws IOException {
    try (HttpLine line = new HttpLine(child.port())) {
      String path =
          "/api/metrics/prompts/%s?days=1&prompt=%s"
              .formatted(ChatBodies.VERSION, ChatBodies.PROMPT);
      return Json.parse(line.ask(HttpLine.get(path))).path("requests").longValue();
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
