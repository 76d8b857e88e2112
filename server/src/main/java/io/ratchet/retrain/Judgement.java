// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Failure;
import io.ratchet.model.Golden;
import io.ratchet.model.ModelContent;
import io.ratchet.model.Signature;
import io.ratchet.registry.ModelVersion;
import io.ratchet.retrain.GatePolicy.Comparison;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.fixed.PairedProportion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks champion and challenger the same rows and lets the policy judge. */
final class Judgement {
  private final Predictions predictions;

  Judgement(Predictions predictions) {
    this.predictions = predictions;
  }

  /**
   * The gates of a new version.
   *
   * @param holdout rows that it did not learn from, with their labels
   */
  List<Gate> of(
      Pipeline pipeline, ModelContent challenger, @Nullable ModelVersion champion, Table holdout) {
    List<Gate> gates = new ArrayList<>();
    gates.add(
        GatePolicy.schema(
            champion == null ? null : champion.content().signature(), challenger.signature()));
    gates.add(parity(pipeline, challenger));
    if (!Gate.allPassed(gates)) {
      return gates;
    }
    Comparison comparison =
        champion == null
            ? new Comparison.Nobody()
            : compare(pipeline, challenger, champion.content(), holdout);
    gates.add(GatePolicy.holdout(comparison, pipeline.gates()));
    return gates;
  }

  private Gate parity(Pipeline pipeline, ModelContent challenger) {
    List<ObjectNode> rows = challenger.golden().stream().map(Golden::features).toList();
    try {
      List<double[]> answers = predictions.answers(pipeline.model(), challenger, rows);
      double worst = 0;
      for (int i = 0; i < rows.size(); i++) {
        worst = Math.max(worst, difference(answers.get(i), challenger.golden().get(i).expected()));
      }
      return GatePolicy.parity(rows.size(), worst);
    } catch (Failure e) {
      return Gate.of("parity", false, "it cannot be run here: " + e.message());
    }
  }

  private static double difference(double[] answer, List<Double> expected) {
    if (answer.length != expected.size()) {
      return Double.MAX_VALUE;
    }
    double worst = 0;
    for (int i = 0; i < answer.length; i++) {
      double apart = Math.abs(answer[i] - expected.get(i));
      double scaled = apart / Math.max(1, Math.abs(expected.get(i)));
      worst = Math.max(worst, Double.isFinite(scaled) ? scaled : Double.MAX_VALUE);
    }
    return worst;
  }

  private Comparison compare(
      Pipeline pipeline, ModelContent challenger, ModelContent champion, Table holdout) {
    List<double[]> before;
    try {
      before = answers(pipeline, champion, holdout);
    } catch (Failure e) {
      return new Comparison.Impossible("the champion cannot be asked: " + e.message());
    }
    List<double[]> after;
    try {
      after = answers(pipeline, challenger, holdout);
    } catch (Failure e) {
      return new Comparison.Impossible("the challenger cannot be asked: " + e.message());
    }
    int label = holdout.column(pipeline.label());
    return switch (challenger.signature().task()) {
      case CLASSIFICATION -> {
        PairedProportion table = PairedProportion.EMPTY;
        for (int i = 0; i < holdout.size(); i++) {
          Object truth = holdout.rows().get(i)[label];
          table =
              table.plus(
                  isRight(champion.signature(), before.get(i), truth),
                  isRight(challenger.signature(), after.get(i), truth));
        }
        yield new Comparison.Answers(table);
      }
      case REGRESSION -> errors(holdout, label, before, after);
    };
  }

  private static Comparison errors(
      Table holdout, int label, List<double[]> before, List<double[]> after) {
    PairedMoments errors = PairedMoments.EMPTY;
    for (int i = 0; i < holdout.size(); i++) {
      Object cell = holdout.rows().get(i)[label];
      Double truth = cell == null ? null : Table.number(cell);
      if (truth == null) {
        return new Comparison.Impossible("the label of a row is no number: " + cell);
      }
      if (before.get(i).length == 0 || after.get(i).length == 0) {
        return new Comparison.Impossible("a row is refused: " + holdout.columns());
      }
      double first = before.get(i)[0] - truth;
      double second = after.get(i)[0] - truth;
      errors = errors.plus(first * first, second * second);
    }
    return new Comparison.Errors(errors);
  }

  private List<double[]> answers(Pipeline pipeline, ModelContent content, Table holdout) {
    List<ObjectNode> rows = new ArrayList<>();
    for (int i = 0; i < holdout.size(); i++) {
      rows.add(holdout.features(i, content.signature()));
    }
    List<double[]> answers = predictions.answers(pipeline.model(), content, rows);
    if (answers.size() != rows.size()) {
      throw new IllegalStateException(rows.size() + " rows, " + answers.size() + " answers");
    }
    return answers;
  }

  /** Whether the likeliest class is the true one; true counts as 1, and a number as its text. */
  private static boolean isRight(Signature signature, double[] answer, @Nullable Object truth) {
    if (truth == null || answer.length == 0) {
      return false;
    }
    int best = 0;
    for (int i = 1; i < answer.length; i++) {
      best = answer[i] > answer[best] ? i : best;
    }
    String named =
        best < signature.classes().size()
            ? text(signature.classes().get(best))
            : Integer.toString(best);
    return plain(named).equals(plain(Table.word(truth)));
  }

  private static String text(JsonNode node) {
    return node.isNumber() ? Table.word(node.doubleValue()) : node.asString("");
  }

  private static String plain(String word) {
    return switch (word) {
      case "true" -> "1";
      case "false" -> "0";
      default -> {
        Double number = Table.number(word);
        yield number == null ? word : Table.word(number);
      }
    };
  }
}
