// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import io.ratchet.onnx.ValueType.Dimension;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a graph together, operator after operator, and writes it as a model file.
 *
 * <p>Operator sets 17 and ai.onnx.ml 3 and IR 8 are old enough for every runtime in use and have
 * all that our models need.
 */
final class GraphWriter {
  static final String TREES = "ai.onnx.ml";

  private static final long IR_VERSION = 8;
  private static final long OPSET = 17;
  private static final long TREES_OPSET = 3;
  private static final String PRODUCER = "ratchet";

  private final ProtoWriter graph = new ProtoWriter().text(2, "ratchet");
  private int names;
  private boolean trees;

  /** Adds an operator of the standard set with one output, and answers the output's name. */
  String node(String operator, List<String> inputs, Attribute... attributes) {
    String output = operator.toLowerCase(java.util.Locale.ROOT) + "_" + ++names;
    node("", operator, inputs, output, List.of(attributes));
    return output;
  }

  void node(
      String domain,
      String operator,
      List<String> inputs,
      String output,
      List<Attribute> attributes) {
    trees |= domain.equals(TREES);
    ProtoWriter node = new ProtoWriter();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, output + "_node").text(4, operator);
    attributes.forEach(attribute -> node.message(5, attribute.message()));
    graph.message(1, domain.isEmpty() ? node : node.text(7, domain));
  }

  /** Adds a tensor of floats to the file and answers its name. */
  String floats(float[] values, long... shape) {
    return tensor(ElementType.FLOAT, new ProtoWriter().decimals(4, values), shape);
  }

  String longs(long[] values, long... shape) {
    return tensor(ElementType.INT64, new ProtoWriter().numbers(7, values), shape);
  }

  String texts(List<String> values, long... shape) {
    ProtoWriter data = new ProtoWriter();
    values.forEach(value -> data.text(6, value));
    return tensor(ElementType.STRING, data, shape);
  }

  private String tensor(ElementType type, ProtoWriter data, long... shape) {
    String name = "value_" + ++names;
    ProtoWriter tensor = new ProtoWriter().numbers(1, shape).number(2, type.code());
    graph.bytes(5, concat(tensor.text(8, name).toBytes(), data.toBytes()));
    return name;
  }

  /** Fields of one message may come in any order, so messages are put together end to end. */
  private static byte[] concat(byte[] head, byte[] tail) {
    byte[] all = java.util.Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }

  void input(String name, ElementType type, List<Dimension> shape) {
    graph.message(11, value(name, type, shape));
  }

  void output(String name, ElementType type, List<Dimension> shape) {
    graph.message(12, value(name, type, shape));
  }

  private static ProtoWriter value(String name, ElementType type, List<Dimension> shape) {
    ProtoWriter dimensions = new ProtoWriter();
    for (Dimension dimension : shape) {
      ProtoWriter extent = new ProtoWriter();
      if (dimension.size() != null) {
        extent.number(1, dimension.size());
      } else if (dimension.name() != null) {
        extent.text(2, dimension.name());
      }
      dimensions.message(1, extent);
    }
    ProtoWriter tensor = new ProtoWriter().number(1, type.code()).message(2, dimensions);
    return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
  }

  byte[] model(Map<String, String> metadata) {
    ProtoWriter model = new ProtoWriter().number(1, IR_VERSION).text(2, PRODUCER).message(7, graph);
    model.message(8, new ProtoWriter().text(1, "").number(2, OPSET));
    if (trees) {
      model.message(8, new ProtoWriter().text(1, TREES).number(2, TREES_OPSET));
    }
    new LinkedHashMap<>(metadata)
        .forEach((key, value) -> model.message(14, new ProtoWriter().text(1, key).text(2, value)));
    return model.toBytes();
  }
}
