// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import java.util.List;

/** Small ONNX files of every shape that is served, written as the format says. */
public final class OnnxFiles {
  static final int FLOAT = 1;
  static final int INT64 = 7;
  static final int STRING = 8;
  static final int BOOL = 9;

  private OnnxFiles() {}

  /** The probability of the second class in one column: sigmoid of a weighted sum. */
  public static byte[] logistic(float bias, float... weights) {
    Protobuf graph = graph();
    graph.message(1, node("", "Gemm", List.of("x", "w", "b"), List.of("z")));
    graph.message(1, node("", "Sigmoid", List.of("z"), List.of("p")));
    weights(graph, bias, weights);
    graph.message(11, tensor("x", FLOAT, -1, weights.length));
    graph.message(12, tensor("p", FLOAT, -1, 1));
    return model(graph);
  }

  /** A number: a weighted sum. */
  static byte[] regression(float bias, float... weights) {
    Protobuf graph = graph();
    graph.message(1, node("", "Gemm", List.of("x", "w", "b"), List.of("y")));
    weights(graph, bias, weights);
    graph.message(11, tensor("x", FLOAT, -1, weights.length));
    graph.message(12, tensor("y", FLOAT, -1, 1));
    return model(graph);
  }

  /**
   * As scikit-learn's converter writes a logistic regression of two classes: label and
   * probabilities.
   *
   * @param zipped whether the probabilities are a sequence of maps
   */
  static byte[] classifier(boolean zipped, String[] classes, float bias, float... weights) {
    Protobuf graph = graph();
    float[] both = new float[2 * weights.length];
    for (int i = 0; i < weights.length; i++) {
      both[i] = -weights[i];
      both[weights.length + i] = weights[i];
    }
    Protobuf linear =
        node("ai.onnx.ml", "LinearClassifier", List.of("float_input"), List.of("label", "raw"))
            .message(5, decimals("coefficients", both))
            .message(5, decimals("intercepts", -bias, bias))
            .message(5, text("post_transform", "LOGISTIC"));
    Protobuf names = attribute(classes.length > 0 ? "classlabels_strings" : "classlabels_ints");
    if (classes.length > 0) {
      for (String one : classes) {
        names.text(9, one);
      }
      names.number(20, 8);
    } else {
      names.numbers(8, 0, 1).number(20, 7);
    }
    linear.message(5, names);
    graph.message(1, linear);
    graph.message(
        1,
        node("ai.onnx.ml", "Normalizer", List.of("raw"), List.of("probabilities"))
            .message(5, text("norm", "L1")));
    graph.message(11, tensor("float_input", FLOAT, -1, weights.length));
    graph.message(12, tensor("label", classes.length > 0 ? STRING : INT64, -1));
    if (zipped) {
      Protobuf keys = attribute(classes.length > 0 ? "classlabels_strings" : "classlabels_int64s");
      if (classes.length > 0) {
        for (String one : classes) {
          keys.text(9, one);
        }
        keys.number(20, 8);
      } else {
        keys.numbers(8, 0, 1).number(20, 7);
      }
      graph.message(
          1,
          node("ai.onnx.ml", "ZipMap", List.of("probabilities"), List.of("zipped"))
              .message(5, keys));
      Protobuf value = new Protobuf().message(1, new Protobuf().number(1, FLOAT));
      Protobuf map =
          new Protobuf().number(1, classes.length > 0 ? STRING : INT64).message(2, value);
      Protobuf type =
          new Protobuf().message(4, new Protobuf().message(1, new Protobuf().message(5, map)));
      graph.message(12, new Protobuf().text(1, "zipped").message(2, type));
    } else {
      graph.message(12, tensor("probabilities", FLOAT, -1, 2));
    }
    return model(graph);
  }

  /**
   * A tensor for each feature: age (number), visits (whole), smoker (truth), region (words north
   * and south, 1 and 2, others 0). The sum of all, through a sigmoid.
   */
  static byte[] mixed() {
    Protobuf graph = graph();
    graph.message(1, node("", "Cast", List.of("visits"), List.of("v")).message(5, cast()));
    graph.message(1, node("", "Cast", List.of("smoker"), List.of("s")).message(5, cast()));
    Protobuf keys = attribute("keys_strings").text(9, "north").text(9, "south").number(20, 8);
    Protobuf encoder =
        node("ai.onnx.ml", "LabelEncoder", List.of("region"), List.of("r"))
            .message(5, keys)
            .message(5, decimals("values_floats", 1, 2))
            .message(5, attribute("default_float").decimal(2, 0).number(20, 1));
    graph.message(1, encoder);
    graph.message(
        1,
        node("", "Concat", List.of("age", "v", "s", "r"), List.of("x"))
            .message(5, attribute("axis").number(3, 1).number(20, 2)));
    graph.message(1, node("", "Gemm", List.of("x", "w", "b"), List.of("z")));
    graph.message(1, node("", "Sigmoid", List.of("z"), List.of("p")));
    weights(graph, 0, 0.01f, 0.1f, 1, 1);
    graph.message(11, tensor("age", FLOAT, -1, 1));
    graph.message(11, tensor("visits", INT64, -1, 1));
    graph.message(11, tensor("smoker", BOOL, -1, 1));
    graph.message(11, tensor("region", STRING, -1, 1));
    graph.message(12, tensor("p", FLOAT, -1, 1));
    return model(graph);
  }

  /** Looks a number up in a table of three and fails on any other place. */
  static byte[] table(float... values) {
    Protobuf graph = graph();
    graph.message(1, node("", "Gather", List.of("t", "place"), List.of("y")));
    graph.message(5, constant("t", new long[] {values.length}, values));
    graph.message(11, tensor("place", INT64, -1, 1));
    graph.message(12, tensor("y", FLOAT, -1, 1));
    return model(graph);
  }

  private static Protobuf cast() {
    return attribute("to").number(3, FLOAT).number(20, 2);
  }

  private static void weights(Protobuf graph, float bias, float... weights) {
    graph.message(5, constant("w", new long[] {weights.length, 1}, weights));
    graph.message(5, constant("b", new long[] {1}, bias));
  }

  private static Protobuf graph() {
    return new Protobuf().text(2, "test");
  }

  static Protobuf node(String domain, String operator, List<String> in, List<String> out) {
    Protobuf node = new Protobuf();
    in.forEach(name -> node.text(1, name));
    out.forEach(name -> node.text(2, name));
    return node.text(4, operator).text(7, domain);
  }

  static Protobuf attribute(String name) {
    return new Protobuf().text(1, name);
  }

  static Protobuf decimals(String name, float... values) {
    return attribute(name).decimals(7, values).number(20, 6);
  }

  static Protobuf text(String name, String value) {
    return attribute(name).text(4, value).number(20, 3);
  }

  static Protobuf constant(String name, long[] shape, float... values) {
    return new Protobuf()
        .numbers(1, shape)
        .number(2, FLOAT)
        .text(8, name)
        .bytes(9, Protobuf.floats(values));
  }

  static Protobuf tensor(String name, int type, long... shape) {
    Protobuf dimensions = new Protobuf();
    for (long extent : shape) {
      Protobuf one = new Protobuf();
      dimensions.message(1, extent < 0 ? one.text(2, "N") : one.number(1, extent));
    }
    Protobuf tensor = new Protobuf().number(1, type).message(2, dimensions);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
  }

  static byte[] model(Protobuf graph) {
    return new Protobuf()
        .number(1, 8)
        .message(7, graph)
        .message(8, new Protobuf().text(1, "").number(2, 17))
        .message(8, new Protobuf().text(1, "ai.onnx.ml").number(2, 3))
        .toBytes();
  }
}
