// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.onnx.Link;
import io.ratchet.onnx.Tree;
import io.ratchet.onnx.TreeModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** One run of XGBoost, round by round. */
final class Boosting {
  static final String LIBRARY = "xgboost 3.0.4";

  private final BoostedTreesTrainer settings;
  private final Dataset data;
  private final int[] rows;
  private final Budget.Watch watch;
  private final TreeColumns columns;
  private final Objective objective;

  Boosting(BoostedTreesTrainer settings, Dataset data, int[] rows, Budget.Watch watch) {
    this.settings = settings;
    this.data = data;
    this.rows = rows;
    this.watch = watch;
    this.columns = new TreeColumns(data);
    this.objective = Objective.of(data.label(), rows);
  }

  /**
   * What is minimised.
   *
   * @param start in XGBoost's terms, where two classes start at a probability
   * @param scale by which its answers are multiplied; a quantity is learnt in standard deviations,
   *     since XGBoost makes no split that gains less than 1e-6, however small the numbers are
   * @param base what is added to them
   * @param targets what is learnt
   */
  private record Objective(
      String name, Link link, int scores, float start, double scale, double base, float[] targets) {
    private static Objective of(Label label, int[] rows) {
      float[] targets = new float[rows.length];
      return switch (label) {
        case Label.Classes(String _, List<String> classes, int[] codes) -> {
          double sum = 0;
          for (int i = 0; i < rows.length; i++) {
            targets[i] = codes[rows[i]];
            sum += targets[i];
          }
          if (classes.size() > 2) {
            yield new Objective(
                "multi:softprob", Link.SOFTMAX, classes.size(), 0.5f, 1, 0.5, targets);
          }
          float share = (float) (sum / rows.length);
          double odds = Math.log(share / (1.0 - share));
          yield new Objective("binary:logistic", Link.LOGISTIC, 1, share, 1, odds, targets);
        }
        case Label.Quantities(String _, double[] values) -> {
          LabelScale scale = LabelScale.of(values, rows);
          for (int i = 0; i < rows.length; i++) {
            targets[i] = (float) scale.standardised(values[rows[i]]);
          }
          yield new Objective(
              "reg:squarederror", Link.IDENTITY, 1, 0, scale.deviation(), scale.mean(), targets);
        }
      };
    }
  }

  Fitted fit() {
    Booster booster = null;
    try {
      booster = boost();
      BoosterDump dump = new BoosterDump(columns, data.columns().size(), objective.scale());
      List<List<Tree>> trees = new ArrayList<>();
      for (int score = 0; score < objective.scores(); score++) {
        trees.add(new ArrayList<>());
      }
      String[] texts = booster.getModelDump("", true, "json");
      for (int i = 0; i < texts.length; i++) {
        trees.get(i % objective.scores()).add(dump.tree(texts[i]));
      }
      float[] bases = new float[objective.scores()];
      Arrays.fill(bases, (float) objective.base());
      TreeModel model = new TreeModel(data.columns().size(), trees, bases, objective.link());
      BoosterOracle oracle = oracle(booster);
      booster = null;
      return new Fitted(model, LIBRARY, settings.parameters(), dump.gains(), oracle);
    } catch (XGBoostError e) {
      throw refused(e);
    } catch (LinkageError e) {
      throw new Failure(
          ErrorCode.UNAVAILABLE,
          "XGBoost cannot be loaded on this machine: " + e,
          "install the OpenMP runtime (libgomp1 on Debian and Ubuntu), or train with "
              + LinearTrainer.NAME,
          List.of(),
          e);
    } finally {
      if (booster != null) {
        booster.dispose();
      }
    }
  }

  private BoosterOracle oracle(Booster booster) {
    boolean quantity = objective.link() == Link.IDENTITY;
    return new BoosterOracle(
        booster,
        columns,
        objective.link(),
        quantity ? objective.scale() : 1,
        quantity ? objective.base() : 0);
  }

  private Booster boost() throws XGBoostError {
    DMatrix matrix = new DMatrix(columns.matrix(rows), rows.length, columns.size(), Float.NaN);
    Booster booster = null;
    try {
      matrix.setLabel(objective.targets());
      booster = XGBoost.train(matrix, parameters(), 0, new HashMap<>(), null, null);
      for (int round = 0; round < settings.rounds(); round++) {
        watch.check("%,d of %,d rounds of boosting".formatted(round, settings.rounds()));
        booster.update(matrix, round);
      }
      Booster done = booster;
      booster = null;
      return done;
    } finally {
      matrix.dispose();
      if (booster != null) {
        booster.dispose();
      }
    }
  }

  /**
   * One thread: with more, OpenMP's waiting threads were seen to stall a busy machine for seconds.
   */
  private Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("objective", objective.name());
    parameters.put("base_score", objective.start());
    if (objective.scores() > 1) {
      parameters.put("num_class", objective.scores());
    }
    parameters.put("tree_method", "hist");
    parameters.put("nthread", 1);
    parameters.put("max_depth", settings.depth());
    parameters.put("eta", settings.learningRate());
    parameters.put("max_bin", settings.bins());
    parameters.put("verbosity", 0);
    return parameters;
  }

  static Failure refused(XGBoostError e) {
    return new Failure(
        ErrorCode.INTERNAL,
        "XGBoost failed: " + e.getMessage(),
        "report the settings and the shape of the data",
        List.of(),
        e);
  }
}
