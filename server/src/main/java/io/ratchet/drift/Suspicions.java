// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.base.Json;
import io.ratchet.stats.drift.DriftReport;
import io.ratchet.stats.drift.FeatureDrift;
import io.ratchet.stats.drift.Measurement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Which measurements of a window were suspected; those that said nothing are absent. */
record Suspicions(Map<String, Boolean> byMeasurement) {
  Suspicions {
    byMeasurement = Map.copyOf(byMeasurement);
  }

  static Suspicions of(DriftReport report) {
    Map<String, Boolean> all = new HashMap<>();
    for (FeatureDrift feature : report.features()) {
      if (feature instanceof FeatureDrift.Judged) {
        all.put(key(feature.measurement()), feature.suspected());
      }
    }
    return new Suspicions(all);
  }

  /** What windows said of a measurement, those that said nothing left out. */
  static List<Boolean> of(List<Suspicions> windows, Measurement measurement) {
    List<Boolean> said = new ArrayList<>();
    for (Suspicions window : windows) {
      Boolean suspected = window.byMeasurement().get(key(measurement));
      if (suspected != null) {
        said.add(suspected);
      }
    }
    return said;
  }

  private static String key(Measurement measurement) {
    return measurement.method() + " " + measurement.feature();
  }

  String text() {
    ObjectNode json = Json.object();
    byMeasurement.forEach(json::put);
    return Json.text(json);
  }

  static Suspicions parse(String text) {
    Map<String, Boolean> all = new HashMap<>();
    Json.parse(text).properties().forEach(e -> all.put(e.getKey(), e.getValue().booleanValue()));
    return new Suspicions(all);
  }
}
