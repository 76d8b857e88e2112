// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import io.ratchet.onnx.LinearModel.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes the scores of a linear model: the terms side by side, then one matrix product. */
final class LinearGraph {
  private final GraphWriter graph;
  private final LinearModel model;
  private final List<Integer> order = new ArrayList<>();
  private final List<String> blocks = new ArrayList<>();

  private LinearGraph(GraphWriter graph, LinearModel model) {
    this.graph = graph;
    this.model = model;
  }

  static String write(GraphWriter graph, LinearModel model) {
    return new LinearGraph(graph, model).write();
  }

  private String write() {
    distances();
    indicators();
    absences();
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("a linear model without terms");
    }
    String terms =
        blocks.size() == 1
            ? blocks.getFirst()
            : graph.node("Concat", blocks, new Attribute.Whole("axis", 1));
    int scores = model.intercepts().length;
    float[] matrix = new float[order.size() * scores];
    for (int row = 0; row < order.size(); row++) {
      for (int score = 0; score < scores; score++) {
        matrix[row * scores + score] = model.weights().get(score)[order.get(row)];
      }
    }
    String weights = graph.floats(matrix, order.size(), scores);
    return graph.node("Gemm", List.of(terms, weights, graph.floats(model.intercepts(), scores)));
  }

  private void distances() {
    List<Term> terms = take(Term.Distance.class);
    if (terms.isEmpty()) {
      return;
    }
    float[] centres = new float[terms.size()];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = terms.get(i) instanceof Term.Distance(int _, float centre) ? centre : 0;
    }
    String distance =
        graph.node("Sub", List.of(columns(terms), graph.floats(centres, centres.length)));
    String missing = graph.node("IsNaN", List.of(distance));
    String nothing = graph.floats(new float[] {0}, 1);
    blocks.add(graph.node("Where", List.of(missing, nothing, distance)));
  }

  private void indicators() {
    List<Term> terms = take(Term.Indicator.class);
    if (terms.isEmpty()) {
      return;
    }
    float[] codes = new float[terms.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = terms.get(i) instanceof Term.Indicator(int _, int code) ? code : 0;
    }
    String equal = graph.node("Equal", List.of(columns(terms), graph.floats(codes, codes.length)));
    blocks.add(toFloat(equal));
  }

  private void absences() {
    List<Term> terms = take(Term.Absence.class);
    if (!terms.isEmpty()) {
      blocks.add(toFloat(graph.node("IsNaN", List.of(columns(terms)))));
    }
  }

  private List<Term> take(Class<? extends Term> kind) {
    List<Term> taken = new ArrayList<>();
    for (int i = 0; i < model.terms().size(); i++) {
      if (kind.isInstance(model.terms().get(i))) {
        taken.add(model.terms().get(i));
        order.add(i);
      }
    }
    return taken;
  }

  /** The input's columns of these terms; the input itself where they are all of it, in order. */
  private String columns(List<Term> terms) {
    long[] places = terms.stream().mapToLong(Term::feature).toArray();
    long[] all = new long[model.features()];
    Arrays.setAll(all, i -> i);
    return Arrays.equals(places, all)
        ? ModelFile.INPUT
        : graph.node(
            "Gather",
            List.of(ModelFile.INPUT, graph.longs(places, places.length)),
            new Attribute.Whole("axis", 1));
  }

  private String toFloat(String input) {
    return graph.node("Cast", List.of(input), new Attribute.Whole("to", ElementType.FLOAT.code()));
  }
}
