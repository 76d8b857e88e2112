// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.onnx.Golden;
import io.ratchet.onnx.Model;
import io.ratchet.onnx.Provenance;
import io.ratchet.onnx.Signature;
import io.ratchet.training.Dataset.LeftOut;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that was trained, proven and measured.
 *
 * @param onnx the file, which carries signature, provenance and golden rows in its metadata
 * @param sha256 the digest of the file
 * @param model the same model as plain values
 * @param metrics on the held-out rows; null where none were held out
 * @param importance of the features, the greatest first
 * @param leftOut what of the data was not learnt from
 */
public record Trained(
    byte[] onnx,
    String sha256,
    Model model,
    Signature signature,
    Provenance provenance,
    @Nullable Metrics metrics,
    List<Importance> importance,
    Golden golden,
    Holdout holdout,
    List<LeftOut> leftOut,
    Duration duration) {
  /**
   * How much a feature contributes.
   *
   * @param share of all features' contributions: of trees the gain of their splits, of linear
   *     models the weights of standardised terms
   */
  public record Importance(String feature, double share) {}

  /**
   * The held-out rows and what the model answers to them: what a gate compares with the answers of
   * the version in service.
   *
   * @param rows places in the data, ascending
   * @param answers probabilities or the number, for each of the rows
   */
  public record Holdout(int[] rows, double[][] answers) {}

  public Trained {
    importance = List.copyOf(importance);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * What ONNX Runtime answers: probabilities of the classes, or the number.
   *
   * @param rows as the model takes them, NaN for a missing value
   */
  public float[][] answers(float[][] rows) {
    return Parity.answers(onnx, signature.target(), rows);
  }
}
