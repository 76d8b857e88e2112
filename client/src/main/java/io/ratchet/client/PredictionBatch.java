// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Predictions that a model made together, recorded row by row. Labels may come with the rows or
 * later, as feedback about the ids that {@link #record} answers. Not safe for use by many threads.
 *
 * <pre>{@code
 * List<String> ids = ratchet.predictions("churn", "v1.2.0")
 *     .latency(Duration.ofMillis(120))
 *     .row(Map.of("age", 72, "plan", "basic"), 1)
 *     .record();
 * ratchet.feedback(ids.getFirst(), "label", 0);
 * }</pre>
 */
public final class PredictionBatch {
  private final String model;
  private final String version;
  private final Function<CallRecord, String> recorder;
  private final BiConsumer<String, Object> labels;
  private final List<Row> rows = new ArrayList<>();
  private @Nullable Duration latency;

  private record Row(CallRecord call, @Nullable Object label) {}

  PredictionBatch(
      String model,
      String version,
      Function<CallRecord, String> recorder,
      BiConsumer<String, Object> labels) {
    this.model = model;
    this.version = version;
    this.recorder = recorder;
    this.labels = labels;
  }

  /** How long the batch took; each row is recorded with its share. */
  public PredictionBatch latency(Duration ofAll) {
    this.latency = ofAll;
    return this;
  }

  /**
   * Adds a prediction whose label is not known yet.
   *
   * @param features by name
   * @param prediction the class, or the number of a regression
   */
  public PredictionBatch row(Map<String, ?> features, Object prediction) {
    return row(features, prediction, null, null);
  }

  /**
   * Adds a prediction.
   *
   * @param confidence 0 to 1; null where it is not known
   * @param label the true answer; null where it is not known yet
   */
  public PredictionBatch row(
      Map<String, ?> features,
      Object prediction,
      @Nullable Double confidence,
      @Nullable Object label) {
    CallRecord call =
        CallRecord.model(model, version, true)
            .with("features", new LinkedHashMap<>(features))
            .with("prediction", prediction)
            .with("confidence", confidence);
    rows.add(new Row(call, label));
    return this;
  }

  /**
   * Records all rows, each as one call, and empties the batch.
   *
   * @return ids of the calls in the order of the rows, for labels that come later
   */
  public List<String> record() {
    List<String> ids = new ArrayList<>(rows.size());
    for (Row row : rows) {
      Duration whole = latency;
      CallRecord call =
          whole == null
              ? row.call()
              : row.call().with("latency_ms", CallFields.millis(whole) / rows.size());
      String id = recorder.apply(call);
      ids.add(id);
      if (row.label() != null) {
        labels.accept(id, row.label());
      }
    }
    rows.clear();
    return ids;
  }
}
