// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One golden number, or a few that belong together: what a method must answer on given inputs. */
record Vector(
    String id,
    String method,
    JsonNode inputs,
    JsonNode expected,
    double tolerance,
    boolean relative,
    String source) {

  private static final JsonMapper JSON = JsonMapper.shared();

  static List<Vector> ofResource(String name) {
    try {
      Path file = Path.of(Objects.requireNonNull(Vector.class.getResource(name), name).toURI());
      return parse(file);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("cannot read " + name, e);
    }
  }

  /** Relative paths may be meant from the module or from the directory above it. */
  static List<Vector> ofFile(String name) {
    Path here = Path.of(name);
    Path file = Files.exists(here) ? here : Path.of("..").resolve(name);
    return parse(file);
  }

  /** Values that lie in files of their own are meant from the file's directory. */
  private static List<Vector> parse(Path file) {
    VectorInputs inputs = new VectorInputs(file.resolveSibling("."));
    List<Vector> vectors = new ArrayList<>();
    for (JsonNode node : JSON.readTree(file).required("vectors")) {
      vectors.add(
          new Vector(
              node.required("id").asString(),
              node.required("method").asString(),
              inputs.of(node),
              node.required("expected"),
              node.required("tolerance").asDouble(),
              switch (node.required("tolerance_kind").asString()) {
                case "relative" -> true;
                case "absolute" -> false;
                case String other -> throw new IllegalArgumentException(other);
              },
              source(node)));
    }
    return vectors;
  }

  private static String source(JsonNode node) {
    JsonNode source = node.path("source");
    return source.isObject()
        ? source.path("repo").asString("") + " " + source.path("path").asString("")
        : node.path("source_path").asString("");
  }

  /** Every expected value must be among the computed ones, and near enough. */
  void check(Map<String, Object> computed) {
    for (Map.Entry<String, JsonNode> entry : expected.properties()) {
      String key = entry.getKey();
      assertThat(computed).as("%s: %s computes %s", id, method, expected).containsKey(key);
      check(id + " " + key, entry.getValue(), JSON.valueToTree(computed.get(key)));
    }
  }

  private void check(String where, JsonNode want, JsonNode got) {
    if (want.isArray()) {
      assertThat(got.size()).as(where).isEqualTo(want.size());
      for (int i = 0; i < want.size(); i++) {
        check(where + "[" + i + "]", want.get(i), got.get(i));
      }
    } else if (want.isObject()) {
      for (Map.Entry<String, JsonNode> entry : want.properties()) {
        check(where + "." + entry.getKey(), entry.getValue(), got.path(entry.getKey()));
      }
    } else if (isNumber(want)) {
      checkNumber(where, number(want), number(got));
    } else {
      assertThat(got).as(where).isEqualTo(want);
    }
  }

  private void checkNumber(String where, double want, double got) {
    if (Double.isInfinite(want)) {
      assertThat(got).as(where).isEqualTo(want);
      return;
    }
    double allowed = relative ? tolerance * Math.max(1, Math.abs(want)) : tolerance;
    assertThat(Math.abs(got - want))
        .as("%s: |%s - %s|, computed minus expected, from %s", where, got, want, source)
        .isLessThanOrEqualTo(allowed);
  }

  private static boolean isNumber(JsonNode node) {
    return node.isNumber() || (node.isString() && node.asString().endsWith("Infinity"));
  }

  private static double number(JsonNode node) {
    assertThat(isNumber(node)).as("%s is a number", node).isTrue();
    return node.isNumber() ? node.doubleValue() : Double.parseDouble(node.asString());
  }
}
