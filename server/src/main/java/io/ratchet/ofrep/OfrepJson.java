// SPDX-License-Identifier: Apache-2.0
package io.ratchet.ofrep;

import io.ratchet.base.Json;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Evaluations as the protocol writes them. */
final class OfrepJson {
  private OfrepJson() {}

  static ObjectNode shown(Evaluation evaluation) {
    return switch (evaluation) {
      case Evaluation.Evaluated evaluated -> shown(evaluated);
      case Evaluation.Failed failed -> failed(failed.key(), failed.fault(), failed.details());
    };
  }

  private static ObjectNode shown(Evaluation.Evaluated evaluated) {
    ObjectNode json =
        Json.object()
            .put("key", evaluated.key())
            .put("value", evaluated.version())
            .put("reason", evaluated.reason().name())
            .put("variant", evaluated.variant());
    ObjectNode metadata =
        json.putObject("metadata")
            .put("asset", evaluated.live().route().name())
            .put("version", evaluated.version())
            .put("revision", evaluated.live().route().revision());
    if (evaluated.experiment() != null) {
      metadata.put("experiment", evaluated.experiment());
    }
    if (evaluated.segment() != null) {
      metadata.put("segment", evaluated.segment().name());
    }
    if (evaluated.live().fellBack()) {
      metadata.put("fell_back", true);
    }
    if (evaluated.exposureLost()) {
      metadata.put("exposure_lost", true);
    }
    return json;
  }

  static ObjectNode failed(@Nullable String key, Fault fault, String details) {
    ObjectNode json = Json.object();
    if (key != null) {
      json.put("key", key);
    }
    return json.put("errorCode", fault.name()).put("errorDetails", details);
  }

  static ObjectNode all(Collection<Evaluation> evaluations) {
    ObjectNode json = Json.object();
    ArrayNode flags = json.putArray("flags");
    evaluations.forEach(evaluation -> flags.add(shown(evaluation)));
    json.putObject("metadata");
    return json;
  }
}
