// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.base.Digest;
import io.ratchet.onnx.FeatureSpec;
import io.ratchet.onnx.Signature;
import java.util.Arrays;
import java.util.List;

/**
 * Labelled rows in the order of time.
 *
 * <p>Values are kept as the floats that a model will be asked with, so that learning and serving
 * see the same numbers.
 */
public final class Dataset {
  private final List<Column> columns;
  private final Label label;
  private final String sha256;
  private final List<LeftOut> leftOut;

  /** A column that is not learnt from, or rows that are not, and why. */
  public record LeftOut(String what, String reason) {}

  Dataset(List<Column> columns, Label label, String sha256, List<LeftOut> leftOut) {
    this.columns = List.copyOf(columns);
    this.label = label;
    this.sha256 = sha256;
    this.leftOut = List.copyOf(leftOut);
  }

  public int rows() {
    return label.rows();
  }

  public Label label() {
    return label;
  }

  /** The identity of the data: the digest of the file, or one derived from it for a part. */
  public String sha256() {
    return sha256;
  }

  public List<LeftOut> leftOut() {
    return leftOut;
  }

  public List<String> features() {
    return columns.stream().map(Column::name).toList();
  }

  /** A row as a model takes it. */
  public float[] row(int row) {
    float[] values = new float[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns.get(i).values()[row];
    }
    return values;
  }

  /** The rows from one place to before another, as data of its own. */
  public Dataset slice(int from, int to) {
    return new Dataset(
        columns.stream().map(column -> column.slice(from, to)).toList(),
        label.slice(from, to),
        Digest.sha256(sha256 + " rows " + from + " to " + to),
        leftOut);
  }

  /** What a model that learns from these rows takes. */
  public Signature signature() {
    int[] all = new int[rows()];
    Arrays.setAll(all, i -> i);
    return signature(all);
  }

  Signature signature(int[] rows) {
    List<FeatureSpec> features = columns.stream().map(column -> column.spec(rows)).toList();
    return new Signature(features, label.target());
  }

  List<Column> columns() {
    return columns;
  }
}
