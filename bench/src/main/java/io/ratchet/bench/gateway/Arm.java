// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.gateway;

import io.ratchet.bench.harness.Child;
import io.ratchet.bench.wire.HttpLine;
import java.io.IOException;
import java.util.function.ToLongFunction;

/** One way to the mock. */
final class Arm {
  /** The ways that are compared. */
  enum Way {
    DIRECT("direct"),
    PROXY("plain proxy"),
    PASSED("ratchet"),
    PROMPT("ratchet prompt:");

    private final String shown;

    Way(String shown) {
      this.shown = shown;
    }
  }

  private static final String PATH = "/v1/chat/completions";

  private final Way way;
  private final Child server;
  private final Product product;
  private long answered;

  Arm(Way way, Child server, Product product) {
    this.way = way;
    this.server = server;
    this.product = product;
  }

  Way way() {
    return way;
  }

  String name() {
    return way.shown;
  }

  int port() {
    return server.port();
  }

  boolean isProduct() {
    return way == Way.PASSED || way == Way.PROMPT;
  }

  byte[] request(boolean stream) {
    boolean prompt = way == Way.PROMPT;
    return HttpLine.post(PATH, prompt ? ChatBodies.prompt(stream) : ChatBodies.passed(stream));
  }

  /** Something that is measured; what it answers with knows its successes. */
  interface Measurement<T> {
    T run() throws IOException;
  }

  /**
   * What a measurement gave, and what it cost.
   *
   * @param processorMicros the time of processors that the server took, recording included
   */
  record Measured<T>(T outcome, double processorMicros) {}

  /**
   * Measures, and leaves the product nothing to do: it is not to be at work while others are
   * measured, and what it does later is its cost as well.
   */
  <T> Measured<T> measure(ToLongFunction<T> successes, Measurement<T> measurement)
      throws IOException {
    double before = server.processorMicros();
    T outcome = measurement.run();
    answered += successes.applyAsLong(outcome);
    if (isProduct()) {
      product.counted();
    }
    return new Measured<>(outcome, server.processorMicros() - before);
  }

  long answered() {
    return answered;
  }
}
