// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Json;
import org.jdbi.v3.core.Handle;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The models that a run logged, as a list in a tag: how MLflow kept them before it had a table. */
final class LoggedModelHistory {
  private static final String TAG = "mlflow.log-model.history";

  private LoggedModelHistory() {}

  /** The tag with one more model; what is in it and no list is replaced. */
  static Tag with(Handle handle, long run, JsonNode model) {
    ArrayNode models =
        TagStore.find(handle, run, TAG).map(LoggedModelHistory::list).orElseGet(Json::array);
    models.add(model);
    return new Tag(TAG, Json.text(models));
  }

  private static ArrayNode list(String text) {
    try {
      return Json.parse(text) instanceof ArrayNode array ? array : Json.array();
    } catch (JacksonException e) {
      return Json.array();
    }
  }
}
