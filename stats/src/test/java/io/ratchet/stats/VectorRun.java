// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.JsonNode;

/**
 * Turns vectors into test cases and keeps the score of them.
 *
 * <p>A vector of a method that is neither registered nor pending nor named as not shipped is a
 * failing case, so that none is left out without a word.
 */
final class VectorRun {

  /** Computes from a vector's inputs the values that its expected ones are looked up in. */
  interface Method {
    Map<String, Object> compute(JsonNode inputs);
  }

  private final Map<String, Method> methods;
  private final Set<String> pending;
  private final Set<String> notShipped;
  private final Set<String> unknown = new TreeSet<>();
  private int unknownVectors;
  private int run;
  private int failed;
  private int left;
  private int apart;

  VectorRun(Map<String, Method> methods, Set<String> pending, Set<String> notShipped) {
    this.methods = methods;
    this.pending = pending;
    this.notShipped = notShipped;
  }

  /** The vectors of the files that the system property names, separated by commas. */
  static List<Vector> furtherVectors() {
    List<Vector> further = new ArrayList<>();
    for (String file : System.getProperty("ratchet.vectors", "").split(",")) {
      if (!file.isBlank()) {
        further.addAll(Vector.ofFile(file.strip()));
      }
    }
    return further;
  }

  Stream<DynamicTest> tests(Collection<Vector> vectors) {
    left += count(vectors, pending);
    apart += count(vectors, notShipped);
    return vectors.stream()
        .filter(vector -> !pending.contains(vector.method()))
        .filter(vector -> !notShipped.contains(vector.method()))
        .map(this::test);
  }

  private static int count(Collection<Vector> vectors, Set<String> methods) {
    return (int) vectors.stream().filter(vector -> methods.contains(vector.method())).count();
  }

  private DynamicTest test(Vector vector) {
    return DynamicTest.dynamicTest(vector.id() + " " + vector.method(), () -> run(vector));
  }

  private void run(Vector vector) {
    Method method = methods.get(vector.method());
    if (method == null) {
      unknown.add(vector.method());
      unknownVectors++;
      Assertions.fail("unknown method " + vector.method());
      return;
    }
    run++;
    boolean passed = false;
    try {
      vector.check(method.compute(vector.inputs()));
      passed = true;
    } finally {
      failed += passed ? 0 : 1;
    }
  }

  String score() {
    String score =
        "vectors: %d run, %d failed, %d of unknown method; %d of methods that are not shipped"
            .formatted(run, failed, unknownVectors, apart);
    String toCome = left == 0 ? "" : "; %d of methods to come".formatted(left);
    return score + toCome + (unknown.isEmpty() ? "" : "; unknown: " + unknown);
  }
}
