// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Json;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What answers show of the versions of models.
 *
 * @param performance running averages of a version: latency, confidence, error rate
 */
public record ModelJson(Function<ModelVersion, ObjectNode> performance)
    implements VersionJson<ModelVersion> {
  @Override
  public void summarise(ObjectNode json, ModelVersion version) {
    json.set("source", version.content().source().json());
    json.set("lineage", version.content().lineage().json());
  }

  @Override
  public void complete(ObjectNode json, ModelVersion version) {
    json.set("signature", version.content().signature().json());
    ArrayNode golden = json.putArray("golden");
    version.content().golden().forEach(one -> golden.add(one.json()));
    json.put("reference", version.content().reference());
    json.set("metrics", version.content().metrics());
    json.set("metadata", version.content().metadata());
    json.set("performance", performance.apply(version));
  }

  /** The whole content, as it was registered. */
  static ObjectNode content(ModelVersion version) {
    ObjectNode json =
        Json.object()
            .put("model", version.name())
            .put("version", version.version().toString())
            .put("sha256", version.sha256());
    json.set("content", version.content().json());
    return json;
  }
}
