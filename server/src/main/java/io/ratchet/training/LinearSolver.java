// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.ratchet.training.LinearTerms.Standardised;
import java.util.Arrays;

/**
 * Asks liblinear's trust-region Newton method for weights (Lin, Weng, Keerthi: "Trust Region Newton
 * Method for Large-Scale Logistic Regression", JMLR 9, 2008), a few steps at a time, so that time
 * and cancellation are watched. Each turn starts where the last one ended; the method's stopping
 * rule looks at the gradient at zero, so that turns stop where one long run would.
 */
final class LinearSolver {
  static final String LIBRARY = "liblinear 2.44";

  private static final int STEPS = 10;
  private static final int TURNS = 100;
  private static final double PRECISION = 1e-4;

  private final Standardised data;
  private final SolverType solver;
  private final double cost;
  private final Budget.Watch watch;

  LinearSolver(Standardised data, SolverType solver, double cost, Budget.Watch watch) {
    this.data = data;
    this.solver = solver;
    this.cost = cost;
    this.watch = watch;
    Linear.disableDebugOutput();
  }

  /** Weights of the terms, then the intercept: of sides 1 and -1, or of numbers. */
  double[] solve(double[] targets) {
    Problem problem = new Problem();
    problem.l = targets.length;
    problem.n = data.terms() + 1;
    problem.x = data.rows();
    problem.y = targets;
    problem.bias = 1;
    Parameter parameter = new Parameter(solver, cost, PRECISION, STEPS, 0);
    parameter.setRegularizeBias(false);
    double[] weights = new double[problem.n];
    for (int turn = 0; turn < TURNS; turn++) {
      watch.check("%,d steps of the linear solver".formatted(turn * STEPS));
      parameter.setInitSol(weights);
      double[] next = Linear.train(problem, parameter).getFeatureWeights();
      double[] solution = Arrays.copyOf(next, problem.n);
      if (distance(weights, solution) <= 1e-9) {
        return solution;
      }
      weights = solution;
    }
    return weights;
  }

  private static double distance(double[] before, double[] after) {
    double greatest = 0;
    for (int i = 0; i < after.length; i++) {
      greatest = Math.max(greatest, Math.abs(after[i] - before[i]));
    }
    return greatest;
  }
}
