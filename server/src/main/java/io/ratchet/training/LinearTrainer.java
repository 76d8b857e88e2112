// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import de.bwaldvogel.liblinear.SolverType;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.onnx.LinearModel;
import io.ratchet.onnx.Link;
import io.ratchet.training.LinearTerms.Standardised;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Logistic regression, or linear regression for quantities, with an L2 penalty, by liblinear.
 *
 * <p>Numbers are standardised to learn from, and the scale is folded back into the weights; each
 * category and each feature's absence has a weight of its own. More than two classes are learnt
 * each against all others. The intercept is not penalised.
 *
 * @param cost how much an error weighs against the penalty (liblinear's C)
 */
public record LinearTrainer(double cost) implements Trainer {
  public static final String NAME = "linear";

  /** Values that are not zero, which liblinear keeps as objects. */
  static final long CELLS = 50_000_000;

  public LinearTrainer {
    if (!(cost > 0 && cost <= 1e9)) {
      throw Failure.invalid("the cost is " + cost, "choose one above 0, such as 1");
    }
  }

  public static LinearTrainer usual() {
    return new LinearTrainer(1);
  }

  @Override
  public String name() {
    return NAME;
  }

  Fitted fit(Dataset data, int[] rows, Budget.Watch watch) {
    LinearTerms terms = LinearTerms.of(data, rows);
    if ((long) rows.length * terms.size() > CELLS) {
      throw new Failure(
          ErrorCode.TOO_LARGE,
          "%,d rows of %,d terms are above the linear trainer's limit of %,d values"
              .formatted(rows.length, terms.size(), CELLS),
          "train on fewer rows, or with " + BoostedTreesTrainer.NAME);
    }
    Standardised standardised = terms.standardised(rows);
    return switch (data.label()) {
      case Label.Classes(String _, var classes, int[] codes) -> {
        int scores = classes.size() == 2 ? 1 : classes.size();
        LinearSolver solver = new LinearSolver(standardised, SolverType.L2R_LR, cost, watch);
        double[][] solutions = new double[scores][];
        for (int score = 0; score < scores; score++) {
          int positive = scores == 1 ? 1 : score;
          double[] sides = new double[rows.length];
          Arrays.setAll(sides, i -> codes[rows[i]] == positive ? 1 : -1);
          solutions[score] = solver.solve(sides);
        }
        Link link = scores == 1 ? Link.LOGISTIC : Link.ONE_AGAINST_REST;
        yield fitted(data, terms, solutions, link, 0, 1);
      }
      case Label.Quantities(String _, double[] values) -> {
        LabelScale scale = LabelScale.of(values, rows);
        double[] targets = new double[rows.length];
        Arrays.setAll(targets, i -> scale.standardised(values[rows[i]]));
        LinearSolver solver =
            new LinearSolver(standardised, SolverType.L2R_L2LOSS_SVR, cost, watch);
        yield fitted(
            data,
            terms,
            new double[][] {solver.solve(targets)},
            Link.IDENTITY,
            scale.mean(),
            scale.deviation());
      }
    };
  }

  private Fitted fitted(
      Dataset data, LinearTerms terms, double[][] solutions, Link link, double mean, double scale) {
    LinearModel model = terms.model(solutions, link, mean, scale);
    LinearOracle oracle = new LinearOracle(data, terms, solutions, link, mean, scale);
    return new Fitted(
        model, LinearSolver.LIBRARY, parameters(), terms.contributions(solutions), oracle);
  }

  private SequencedMap<String, String> parameters() {
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("penalty", "l2");
    parameters.put("cost", Double.toString(cost));
    return parameters;
  }
}
