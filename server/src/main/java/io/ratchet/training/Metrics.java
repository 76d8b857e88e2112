// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** How well a model answered rows that it did not learn from. */
public sealed interface Metrics {
  int rows();

  /** The metrics by name, as runs are tracked by; what is unknown is left out. */
  SequencedMap<String, Double> byName();

  /**
   * Of a classifier.
   *
   * @param logLoss mean negative logarithm of the true class's probability, which is taken for at
   *     least 1e-15
   * @param auc area under the ROC curve; with more than two classes the mean over them, each
   *     against the rest; null where a class is absent
   * @param majority the accuracy of always answering the class that is most frequent in training
   */
  record Classification(
      int rows, double accuracy, double logLoss, @Nullable Double auc, double majority)
      implements Metrics {
    @Override
    public SequencedMap<String, Double> byName() {
      SequencedMap<String, Double> names = new LinkedHashMap<>();
      names.put("accuracy", accuracy);
      names.put("log_loss", logLoss);
      if (auc != null) {
        names.put("auc", auc);
      }
      names.put("majority_accuracy", majority);
      return names;
    }
  }

  /**
   * Of a regression.
   *
   * @param determination 1 minus squared errors over squared deviations from the holdout's mean;
   *     null where the holdout does not vary
   */
  record Regression(int rows, double rmse, double mae, @Nullable Double determination)
      implements Metrics {
    @Override
    public SequencedMap<String, Double> byName() {
      SequencedMap<String, Double> names = new LinkedHashMap<>();
      names.put("rmse", rmse);
      names.put("mae", mae);
      if (determination != null) {
        names.put("r2", determination);
      }
      return names;
    }
  }
}
