// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import io.ratchet.onnx.ValueType.Dimension;
import java.util.List;

/** Writes a model as an ONNX file: scores, link, and the outputs by their names. */
public final class ModelFile {
  /** The one input: rows of floats. */
  public static final String INPUT = "features";

  /** A classifier's answer: the most probable class, a number where all classes are whole. */
  public static final String LABEL = "label";

  /** A classifier's probabilities, in the order of the signature's classes. */
  public static final String PROBABILITIES = "probabilities";

  /** A regression's answer. */
  public static final String PREDICTION = "prediction";

  private static final Dimension ROWS = Dimension.free("rows");

  private ModelFile() {}

  /** The bytes of the file; the same model and card give the same bytes. */
  public static byte[] write(Model model, ModelCard card) {
    Target target = card.signature().target();
    int features = card.signature().features().size();
    if (model.features() != features
        || (model.link() == Link.IDENTITY) != (target instanceof Target.Quantity)) {
      throw new IllegalArgumentException(
          "a model of %d features with link %s does not fit %s"
              .formatted(model.features(), model.link(), card.signature()));
    }
    GraphWriter graph = new GraphWriter();
    graph.input(INPUT, ElementType.FLOAT, List.of(ROWS, Dimension.of(features)));
    String scores =
        switch (model) {
          case LinearModel linear -> LinearGraph.write(graph, linear);
          case TreeModel trees -> TreeGraph.write(graph, trees);
        };
    switch (target) {
      case Target.Quantity _ -> {
        identity(graph, scores, PREDICTION);
        graph.output(PREDICTION, ElementType.FLOAT, List.of(ROWS, Dimension.of(1)));
      }
      case Target.Classes classes -> classes(graph, link(graph, scores, model.link()), classes);
    }
    return graph.model(card.metadata());
  }

  private static String link(GraphWriter graph, String scores, Link link) {
    return switch (link) {
      case IDENTITY -> scores;
      case LOGISTIC -> {
        String both =
            graph.node(
                "Concat",
                List.of(graph.node("Neg", List.of(scores)), scores),
                new Attribute.Whole("axis", 1));
        yield graph.node("Sigmoid", List.of(both));
      }
      case ONE_AGAINST_REST -> {
        String each = graph.node("Sigmoid", List.of(scores));
        String axis = graph.longs(new long[] {1}, 1);
        yield graph.node("Div", List.of(each, graph.node("ReduceSum", List.of(each, axis))));
      }
      case SOFTMAX -> graph.node("Softmax", List.of(scores), new Attribute.Whole("axis", 1));
    };
  }

  private static void classes(GraphWriter graph, String shares, Target.Classes target) {
    int count = target.classes().size();
    identity(graph, shares, PROBABILITIES);
    String place =
        graph.node(
            "ArgMax",
            List.of(shares),
            new Attribute.Whole("axis", 1),
            new Attribute.Whole("keepdims", 0));
    String names =
        target.whole()
            ? graph.longs(target.classes().stream().mapToLong(Long::parseLong).toArray(), count)
            : graph.texts(target.classes(), count);
    identity(graph, graph.node("Gather", List.of(names, place)), LABEL);
    graph.output(LABEL, target.whole() ? ElementType.INT64 : ElementType.STRING, List.of(ROWS));
    graph.output(PROBABILITIES, ElementType.FLOAT, List.of(ROWS, Dimension.of(count)));
  }

  private static void identity(GraphWriter graph, String from, String to) {
    graph.node("", "Identity", List.of(from), to, List.of());
  }
}
