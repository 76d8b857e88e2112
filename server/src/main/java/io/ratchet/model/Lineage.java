// SPDX-License-Identifier: Apache-2.0
package io.ratchet.model;

import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model was made from; null is unknown. Its parent version is known to the registry.
 *
 * @param trainingDataSha256 identity of the rows it learned from
 * @param code revision of the code that trained it
 * @param run id of the training run
 * @param trainer what trained it, with its version
 */
public record Lineage(
    @Nullable String trainingDataSha256,
    @Nullable String code,
    @Nullable String run,
    @Nullable String trainer) {
  public static final Lineage UNKNOWN = new Lineage(null, null, null, null);

  private static final int LENGTH = 256;

  public ObjectNode json() {
    return Json.object()
        .put("training_data_sha256", trainingDataSha256)
        .put("code", code)
        .put("run", run)
        .put("trainer", trainer);
  }

  static Lineage read(Fields in) {
    Lineage lineage =
        new Lineage(
            in.text("training_data_sha256", LENGTH),
            in.text("code", LENGTH),
            in.text("run", LENGTH),
            in.text("trainer", LENGTH));
    in.checkUnknown();
    return lineage;
  }
}
