// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.base.Json;
import io.ratchet.drift.WindowProfile.Numbers;
import io.ratchet.drift.WindowProfile.Words;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.drift.Bins;
import io.ratchet.stats.drift.CategoryReference;
import io.ratchet.stats.drift.DriftReport;
import io.ratchet.stats.drift.FeatureDrift;
import io.ratchet.stats.drift.Measurement;
import io.ratchet.stats.drift.NumericReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reports as JSON. Unknown is null. */
final class DriftJson {
  private DriftJson() {}

  static ArrayNode features(DriftReport report) {
    ArrayNode array = Json.array();
    report.features().forEach(feature -> array.add(feature(feature)));
    return array;
  }

  private static ObjectNode feature(FeatureDrift feature) {
    Measurement measurement = feature.measurement();
    Series series = Series.ofKey(measurement.feature());
    ObjectNode json =
        Json.object()
            .put("name", series.name())
            .put("role", Text.lower(series.role()))
            .put("method", Text.lower(measurement.method()));
    switch (measurement) {
      case Measurement.Measured measured ->
          json.put("effect", measured.effect())
              .put("noise_floor", measured.noiseFloor())
              .put("p_value", measured.pValue())
              .put("score", measured.score());
      case Measurement.Unmeasured _ ->
          json.putNull("effect").putNull("noise_floor").putNull("p_value").putNull("score");
    }
    switch (feature) {
      case FeatureDrift.Judged judged ->
          json.put("threshold", judged.threshold())
              .put("adjusted_p_value", judged.adjustedPValue())
              .put("verdict", Text.lower(judged.verdict()))
              .put("severity", Text.lower(judged.severity()));
      case FeatureDrift.Insufficient _ ->
          json.putNull("threshold")
              .putNull("adjusted_p_value")
              .put("verdict", "insufficient")
              .put("severity", "none");
    }
    return json.put("n_reference", measurement.reference())
        .put("n_current", measurement.current())
        .put("why", feature.why());
  }

  /** Adds to each feature what its values look like then and now. */
  static void addHistograms(ArrayNode features, References references, WindowProfile window) {
    features.forEach(node -> {
      ObjectNode feature = (ObjectNode) node;
      boolean input = feature.required("role").stringValue().equals("input");
      String name = feature.required("name").stringValue();
      Series series = input ? Series.input(name) : Series.output(name);
      feature.set("histogram", histogram(series, references, window));
    });
  }

  private static @Nullable ObjectNode histogram(
      Series series, References references, WindowProfile window) {
    WindowProfile.Profile profile = window.profiles().get(series);
    return switch (profile) {
      case null -> null;
      case Numbers(var numbers) -> {
        NumericReference reference = (NumericReference) references.features().get(series);
        yield reference == null
            ? null
            : numeric(numbers.bins(), reference.counts(), numbers.counts());
      }
      case Words(var words) -> {
        CategoryReference reference = (CategoryReference) references.features().get(series);
        ObjectNode json = Json.object();
        ArrayNode names = json.putArray("categories");
        words.categories().forEach(names::add);
        names.add("(other)");
        json.set("reference", shares(reference == null ? new long[0] : reference.counts()));
        json.set("current", shares(words.counts()));
        ArrayNode fresh = json.putArray("new_categories");
        words
            .newCategories(10)
            .forEach(one -> fresh.addObject().put("name", one.value()).put("count", one.count()));
        yield json;
      }
    };
  }

  /** Edges between the cells; the first and the last cell are open. */
  private static ObjectNode numeric(Bins bins, long[] reference, long[] current) {
    ObjectNode json = Json.object();
    ArrayNode edges = json.putArray("edges");
    for (int cell = 0; cell < bins.cells() - 1; cell++) {
      edges.add(bins.upper(cell));
    }
    json.set("reference", shares(reference));
    json.set("current", shares(current));
    return json;
  }

  private static ArrayNode shares(long[] counts) {
    double total = Arrays.stream(counts).sum();
    ArrayNode shares = Json.array();
    for (long count : counts) {
      shares.add(total == 0 ? 0 : count / total);
    }
    return shares;
  }

  static ObjectNode reference(@Nullable Reference reference, long gathered, int wanted) {
    ObjectNode json = Json.object();
    if (reference == null || reference.content() == null) {
      return json.put("source", "gathering")
          .putNull("number")
          .putNull("rows")
          .putNull("created_at")
          .putNull("created_by")
          .put(
              "note",
              "%d of %d calls are gathered; they become the reference".formatted(gathered, wanted));
    }
    return json.put("source", reference.source().word())
        .put("number", reference.number())
        .put("rows", reference.observed())
        .put("created_at", reference.createdAt().toString())
        .put("created_by", reference.createdBy())
        .put("note", reference.note());
  }

  static ObjectNode concept(Concept concept) {
    ObjectNode json =
        Json.object().put("detected", concept.isDetected()).put("labels", concept.labels());
    ArrayNode detectors = json.putArray("detectors");
    for (Concept.Detector one : concept.detectors()) {
      detectors
          .addObject()
          .put("name", one.name())
          .put("changes", one.changes())
          .put("last_change", one.lastChange() == null ? null : one.lastChange().toString())
          .put("labels_since", one.labelsSince())
          .put("errors_rise", one.rising());
    }
    return json.put("why", concept.why());
  }

  static ObjectNode performance(Performance performance) {
    Interval growth = performance.growth();
    ObjectNode json =
        Json.object()
            .put("worse", performance.growth() == null ? null : (Boolean) performance.isWorse())
            .put("measure", performance.whole() ? "error_rate" : "absolute_error")
            .put("reference", mean(performance.first()))
            .put("n_reference", performance.first().n())
            .put("current", mean(performance.latest()))
            .put("n_current", performance.latest().n())
            .put("growth", performance.drop());
    if (growth == null) {
      json.putNull("growth_interval");
    } else {
      json.putArray("growth_interval").add(growth.lower()).add(growth.upper());
    }
    return json.put("why", performance.why());
  }

  private static @Nullable Double mean(Moments moments) {
    return moments.n() == 0 ? null : (Double) moments.mean();
  }
}
