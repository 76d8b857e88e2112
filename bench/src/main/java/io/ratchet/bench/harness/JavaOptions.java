// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.harness;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options for the JVM of the product, beside those that it always has. */
public final class JavaOptions {
  @Option(
      names = "--java-option",
      description = "For the product's JVM, such as -XX:+UseSerialGC; may be repeated.")
  private List<String> options = new ArrayList<>();

  public List<String> list() {
    return List.copyOf(options);
  }

  @Override
  public String toString() {
    return options.isEmpty() ? "none" : String.join(" ", options);
  }
}
