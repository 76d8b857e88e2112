// SPDX-License-Identifier: Apache-2.0
package io.ratchet.journal;

import io.ratchet.base.Json;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * One line of the journal.
 *
 * @param sequence position, from 1, without gaps
 * @param type what happened, such as {@code route.changed}
 * @param kind prompt or model, or empty where no asset is concerned
 * @param asset name of the asset, or empty
 * @param actor who did it: the name of a key, {@code local}, or a part of the server
 */
public record Entry(
    long sequence,
    Instant time,
    String type,
    String kind,
    String asset,
    String actor,
    ObjectNode detail) {

  public ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("sequence", sequence)
            .put("time", time.toString())
            .put("type", type)
            .put("kind", kind.isEmpty() ? null : kind)
            .put("asset", asset.isEmpty() ? null : asset)
            .put("actor", actor);
    json.set("detail", detail);
    return json;
  }
}
