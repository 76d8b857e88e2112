// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Json;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a trace used in all. A span that says what it used speaks for all below it, since the outer
 * one of two that wrap the same call says the same once more.
 */
final class UsagePolicy {
  static final List<String> TOKENS =
      List.of(
          "input_tokens",
          "output_tokens",
          "total_tokens",
          "cache_read_input_tokens",
          "cache_creation_input_tokens");
  static final List<String> COSTS = List.of("input_cost", "output_cost", "total_cost");

  private UsagePolicy() {}

  /** A span's place and what it says it used; null where it says nothing. */
  record Used(String id, @Nullable String parent, @Nullable JsonNode usage) {}

  /** The tokens of all; empty where nobody says. */
  static ObjectNode tokens(List<Used> spans) {
    return total(spans, TOKENS);
  }

  /** The cost of all; empty where nobody says. */
  static ObjectNode costs(List<Used> spans) {
    return total(spans, COSTS);
  }

  private static ObjectNode total(List<Used> spans, List<String> fields) {
    Map<String, Used> byId = new HashMap<>();
    spans.forEach(span -> byId.put(span.id(), span));
    Map<String, BigDecimal> sums = new HashMap<>();
    for (Used span : spans) {
      if (says(span, fields) && !isSpokenFor(span, byId, fields)) {
        for (String field : fields) {
          JsonNode value = span.usage() == null ? null : span.usage().get(field);
          if (value != null) {
            sums.merge(field, value.decimalValue(), BigDecimal::add);
          }
        }
      }
    }
    ObjectNode total = Json.object();
    for (String field : fields) {
      BigDecimal sum = sums.get(field);
      if (sum != null) {
        total.put(field, sum);
      }
    }
    return total;
  }

  private static boolean says(Used span, List<String> fields) {
    JsonNode usage = span.usage();
    return usage != null && fields.stream().anyMatch(usage::has);
  }

  private static boolean isSpokenFor(Used span, Map<String, Used> byId, List<String> fields) {
    Set<String> seen = new HashSet<>();
    seen.add(span.id());
    Used above = span.parent() == null ? null : byId.get(span.parent());
    while (above != null && seen.add(above.id())) {
      if (says(above, fields)) {
        return true;
      }
      above = above.parent() == null ? null : byId.get(above.parent());
    }
    return false;
  }
}
