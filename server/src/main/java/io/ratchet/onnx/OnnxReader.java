// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.onnx.OnnxFile.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Walks the messages of {@code onnx.proto}; field numbers are those of that file. */
final class OnnxReader {
  private static final String STANDARD = "ai.onnx";

  private final OnnxLimits limits;
  private final TreeMap<String, Long> operators = new TreeMap<>();
  private int nodes;

  OnnxReader(OnnxLimits limits) {
    this.limits = limits;
  }

  OnnxFile read(byte[] bytes) {
    if (bytes.length == 0) {
      throw Failure.invalid("not an ONNX file: it is empty", "send the bytes of a .onnx file");
    }
    if (bytes.length > limits.bytes()) {
      throw new Failure(
          ErrorCode.TOO_LARGE,
          "the ONNX file has %,d bytes, above the limit of %,d"
              .formatted(bytes.length, limits.bytes()),
          "send a smaller model, or raise the limit");
    }
    ProtoReader model = new ProtoReader(bytes, "model");
    long irVersion = 0;
    String producer = "";
    String producerVersion = "";
    Graph graph = null;
    LinkedHashMap<String, Long> opsets = new LinkedHashMap<>();
    LinkedHashMap<String, String> metadata = new LinkedHashMap<>();
    while (model.next()) {
      switch (model.field()) {
        case 1 -> irVersion = model.number();
        case 2 -> producer = model.text(OnnxLimits.NAME);
        case 3 -> producerVersion = model.text(OnnxLimits.NAME);
        case 7 -> {
          if (graph != null) {
            throw model.broken("a second graph");
          }
          graph = graph(model.message("graph"));
        }
        case 8 -> opset(model.message("operator set"), opsets);
        case 14 -> entry(model.message("metadata"), metadata);
        case 25 -> function(model.message("function"));
        default -> model.skip();
      }
    }
    if (graph == null || irVersion <= 0 || opsets.isEmpty()) {
      throw model.broken(
          "no " + (graph == null ? "graph" : irVersion <= 0 ? "IR version" : "operator set"));
    }
    if (graph.outputs.isEmpty()) {
      throw model.broken("a graph without outputs");
    }
    return new OnnxFile(
        irVersion,
        producer,
        producerVersion,
        graph.name,
        opsets,
        graph.required(),
        graph.outputs,
        operators,
        metadata);
  }

  private static final class Graph {
    private String name = "";
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final Set<String> initialized = new HashSet<>();

    private List<Value> required() {
      return inputs.stream().filter(input -> !initialized.contains(input.name())).toList();
    }
  }

  private Graph graph(ProtoReader message) {
    Graph graph = new Graph();
    while (message.next()) {
      switch (message.field()) {
        case 1 -> node(message.message("node"));
        case 2 -> graph.name = message.text(OnnxLimits.NAME);
        case 5 -> graph.initialized.add(tensor(message.message("initializer")));
        case 11 -> graph.inputs.add(value(message.message("input")));
        case 12 -> graph.outputs.add(value(message.message("output")));
        case 15 -> graph.initialized.add(sparse(message.message("sparse initializer")));
        default -> message.skip();
      }
      bounded(message, graph.inputs.size(), "inputs");
      bounded(message, graph.outputs.size(), "outputs");
      bounded(message, graph.initialized.size(), "values");
    }
    unique(message, graph.inputs, "inputs");
    unique(message, graph.outputs, "outputs");
    return graph;
  }

  private void bounded(ProtoReader message, int count, String what) {
    if (count > limits.values()) {
      throw message.broken("more than %,d %s".formatted(limits.values(), what));
    }
  }

  private static void unique(ProtoReader message, List<Value> values, String what) {
    Set<String> names = new HashSet<>();
    for (Value value : values) {
      if (!names.add(value.name())) {
        throw message.broken("two " + what + " named \"" + value.name() + "\"");
      }
    }
  }

  private void function(ProtoReader message) {
    while (message.next()) {
      if (message.field() == 7) {
        node(message.message("node"));
      } else {
        message.skip();
      }
    }
  }

  private void node(ProtoReader message) {
    if (++nodes > limits.nodes()) {
      throw message.broken("more than %,d operators".formatted(limits.nodes()));
    }
    String operator = "";
    String domain = "";
    while (message.next()) {
      switch (message.field()) {
        case 4 -> operator = message.text(OnnxLimits.NAME);
        case 5 -> attribute(message.message("attribute"));
        case 7 -> domain = message.text(OnnxLimits.NAME);
        default -> message.skip();
      }
    }
    if (operator.isEmpty()) {
      throw message.broken("no operator");
    }
    boolean standard = domain.isEmpty() || domain.equals(STANDARD);
    operators.merge(standard ? operator : domain + "." + operator, 1L, Long::sum);
  }

  private void attribute(ProtoReader message) {
    while (message.next()) {
      switch (message.field()) {
        case 5, 10 -> tensor(message.message("tensor"));
        case 6, 11 -> graph(message.message("inner graph"));
        case 22, 23 -> sparse(message.message("sparse tensor"));
        default -> message.skip();
      }
    }
  }

  /** The name of a tensor whose data is in the file; others could point anywhere on the disk. */
  private static String tensor(ProtoReader message) {
    String name = "";
    boolean external = false;
    while (message.next()) {
      switch (message.field()) {
        case 8 -> name = message.text(OnnxLimits.NAME);
        case 13 -> {
          external = true;
          message.skip();
        }
        case 14 -> external |= message.number() != 0;
        default -> message.skip();
      }
    }
    if (external) {
      throw Failure.invalid(
          "the tensor \"" + name + "\" keeps its data in another file",
          "save the model as one file: in Python, onnx.save(model, path) without external data");
    }
    return name;
  }

  private static String sparse(ProtoReader message) {
    String name = "";
    while (message.next()) {
      switch (message.field()) {
        case 1 -> name = tensor(message.message("tensor"));
        case 2 -> tensor(message.message("tensor"));
        default -> message.skip();
      }
    }
    return name;
  }

  private static void opset(ProtoReader message, Map<String, Long> opsets) {
    String domain = STANDARD;
    long version = 0;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> {
          String text = message.text(OnnxLimits.NAME);
          domain = text.isEmpty() ? STANDARD : text;
        }
        case 2 -> version = message.number();
        default -> message.skip();
      }
    }
    opsets.put(domain, version);
  }

  private void entry(ProtoReader message, Map<String, String> metadata) {
    String key = "";
    String value = "";
    while (message.next()) {
      switch (message.field()) {
        case 1 -> key = message.text(OnnxLimits.NAME);
        case 2 -> value = message.text(limits.text());
        default -> message.skip();
      }
    }
    metadata.put(key, value);
    if (metadata.size() > limits.metadata()) {
      throw message.broken("more than %,d entries".formatted(limits.metadata()));
    }
  }

  private static Value value(ProtoReader message) {
    String name = "";
    ValueType type = new ValueType.Other("unknown");
    while (message.next()) {
      switch (message.field()) {
        case 1 -> name = message.text(OnnxLimits.NAME);
        case 2 -> type = TypeReader.type(message.message("type"));
        default -> message.skip();
      }
    }
    if (name.isEmpty()) {
      throw message.broken("no name");
    }
    return new Value(name, type);
  }
}
