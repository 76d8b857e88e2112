// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Json;
import io.ratchet.mlflow.Refusals;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The prompts that a trace used: a tag for MLflow's clients, which read a list in JSON there, and
 * rows to look for.
 */
final class PromptLinks {
  private PromptLinks() {}

  /** A version of a prompt. */
  record Link(String name, String version) {
    String text() {
      return name + "/" + version;
    }
  }

  /** Adds links to those that are there. */
  static void add(Handle handle, String trace, List<Link> links) {
    Set<Link> all = new LinkedHashSet<>(read(Entries.TAGS.get(handle, trace, Keys.PROMPTS_TAG)));
    all.addAll(links);
    if (all.size() > TraceLimits.LINKED_PROMPTS) {
      throw Refusals.invalid(
          "A trace links to at most %d prompt versions.".formatted(TraceLimits.LINKED_PROMPTS));
    }
    ArrayNode list = Json.array();
    all.forEach(link -> list.addObject().put("name", link.name()).put("version", link.version()));
    Entries.TAGS.set(handle, trace, Map.of(Keys.PROMPTS_TAG, Json.text(list)));
    index(handle, trace, List.copyOf(all));
  }

  /** Makes what a tag says findable. */
  static void index(Handle handle, String trace, Map<String, String> tags) {
    String tag = tags.get(Keys.PROMPTS_TAG);
    if (tag != null) {
      index(handle, trace, read(tag));
    }
  }

  private static void index(Handle handle, String trace, List<Link> links) {
    handle
        .createUpdate("DELETE FROM trace_prompt WHERE trace_id = :trace")
        .bind("trace", trace)
        .execute();
    if (links.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO trace_prompt (trace_id, prompt) VALUES (:trace, :prompt)"
                + " ON CONFLICT (trace_id, prompt) DO NOTHING");
    links.stream()
        .limit(TraceLimits.LINKED_PROMPTS)
        .forEach(link -> batch.bind("trace", trace).bind("prompt", link.text()).add());
    batch.execute();
    DueTraces.mark(handle, trace);
  }

  /** The links that a tag holds; what is none of them is passed over, for anybody may set tags. */
  private static List<Link> read(@Nullable String tag) {
    List<Link> links = new ArrayList<>();
    JsonNode list = tag == null ? null : parsed(tag);
    if (list != null && list.isArray()) {
      for (JsonNode link : list.values()) {
        String name = link.path("name").asString("");
        String version = link.path("version").asString("");
        if (!name.isEmpty()
            && name.length() <= TraceLimits.NAME
            && version.length() <= TraceLimits.NAME) {
          links.add(
              new Link(
                  SpanFacts.stored(name, TraceLimits.NAME),
                  SpanFacts.stored(version, TraceLimits.NAME)));
        }
      }
    }
    return links;
  }

  static @Nullable JsonNode parsed(String tag) {
    try {
      return Json.parse(tag);
    } catch (JacksonException e) {
      return null;
    }
  }
}
