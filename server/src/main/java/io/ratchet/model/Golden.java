// SPDX-License-Identifier: Apache-2.0
package io.ratchet.model;

import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An input whose answer is known: a version takes no traffic before it gives that answer here too.
 *
 * @param features by name
 * @param expected the probabilities of the classes in their order, or the one number of a
 *     regression
 */
public record Golden(ObjectNode features, List<Double> expected) {
  public static final int LIMIT = 64;

  public Golden {
    expected = List.copyOf(expected);
  }

  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.set("features", features);
    var array = json.putArray("expected");
    expected.forEach(array::add);
    return json;
  }

  static Golden read(JsonNode node, String path, List<Problem> problems) {
    Fields in = Fields.of(node, path, problems);
    ObjectNode features = in.tree("features");
    List<Double> expected = new ArrayList<>();
    for (JsonNode number : in.list("expected", Signature.CLASSES)) {
      if (number.isNumber() && Double.isFinite(Json.number(number))) {
        expected.add(Json.number(number));
      } else {
        in.problem("expected", "must hold finite numbers", number);
      }
    }
    if (features == null || expected.isEmpty()) {
      in.problem("features", "and expected are required", null);
    }
    in.checkUnknown();
    return new Golden(features == null ? Json.object() : features, expected);
  }
}
