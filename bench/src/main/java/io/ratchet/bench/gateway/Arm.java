// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.gateway;

import io.ratchet.bench.wire.HttpLine;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

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
  private final int port;
  private final Product product;
  private final LongAdder answered = new LongAdder();

  Arm(Way way, int port, Product product) {
    this.way = way;
    this.port = port;
    this.product = product;
  }

  Way way() {
    return way;
  }

  String name() {
    return way.shown;
  }

  int port() {
    return port;
  }

  boolean isProduct() {
    return way == Way.PASSED || way == Way.PROMPT;
  }

  byte[] request(boolean stream) {
    boolean prompt = way == Way.PROMPT;
    return HttpLine.post(PATH, prompt ? ChatBodies.prompt(stream) : ChatBodies.passed(stream));
  }

  /**
   * Ends a measurement of so many successes: leaves the product nothing to do, so that it is not at
   * work while others are measured.
   */
  void settle(long successes) throws IOException {
    answered.add(successes);
    if (isProduct()) {
      product.counted();
    }
  }

  long answered() {
    return answered.sum();
  }
}
