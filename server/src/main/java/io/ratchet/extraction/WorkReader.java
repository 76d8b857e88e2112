// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.WellFormed;
import io.ratchet.http.Request;
import io.ratchet.routing.PromptReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what to do with a document, from JSON, a form or the query. */
final class WorkReader {
  private static final int NAME_LENGTH = 128;
  private static final int UNIT_LENGTH = 512;
  private static final int MODEL_LENGTH = 256;
  private static final List<String> TRACING = List.of("traceparent", "tracestate");

  private final String defaultPrompt;

  WorkReader(String defaultPrompt) {
    this.defaultPrompt = defaultPrompt;
  }

  Work read(Request request) {
    List<Problem> problems = new ArrayList<>();
    Fields in = Fields.of(request.values(), "", problems);
    String id = in.text("id", DocumentReader.ID_LENGTH);
    String prompt = in.text("prompt", NAME_LENGTH);
    String version = in.text("prompt_version", NAME_LENGTH);
    String unit = in.text("unit", UNIT_LENGTH);
    String model = in.text("model", MODEL_LENGTH);
    ObjectNode attributes = DocumentReader.object(in, "attributes", problems);
    ObjectNode variables = DocumentReader.object(in, "variables", problems);
    ObjectNode simulate = DocumentReader.object(in, "simulate", problems);
    Map<String, String> tags = tags(DocumentReader.object(in, "tags", problems), problems);
    for (String name : Work.DOCUMENT) {
      if (variables != null && variables.has(name)) {
        in.problem("variables." + name, "is the text of the document", variables.get(name));
      }
    }
    if (id != null && !DocumentReader.isId(id)) {
      in.problem("id", "must be a name without slashes and control characters", id);
    }
    for (String text : new String[] {unit, model}) {
      if (text != null && !WellFormed.is(text)) {
        in.problem(
            text.equals(unit) ? "unit" : "model", "must not hold half of a surrogate pair", text);
      }
    }
    in.checkUnknown();
    if (!problems.isEmpty()) {
      throw Failure.invalid(
          problems, "send nothing for the default prompt, or {\"prompt_version\": \"v1.0.0\"}");
    }
    return new Work(
        id,
        reference(prompt, version),
        unit == null || unit.isBlank() ? null : unit,
        attributes == null ? Json.object() : attributes,
        variables == null ? Json.object() : variables,
        model == null || model.isBlank() ? null : model,
        tags,
        simulate == null ? Json.object() : simulate,
        headers(request));
  }

  private PromptReference reference(@Nullable String prompt, @Nullable String version) {
    String name = prompt == null || prompt.isEmpty() ? defaultPrompt : prompt;
    return PromptReference.parse(
        "prompt:" + name + (version == null || version.isEmpty() ? "" : "@" + version));
  }

  private static Map<String, String> tags(@Nullable ObjectNode node, List<Problem> problems) {
    Map<String, String> tags = new HashMap<>();
    if (node != null) {
      for (Map.Entry<String, JsonNode> tag : node.properties()) {
        if (tag.getValue().isString()) {
          tags.put(tag.getKey(), tag.getValue().stringValue());
        } else {
          problems.add(Problem.of("tags." + tag.getKey(), "must be a string", tag.getValue()));
        }
      }
    }
    return tags;
  }

  private static Map<String, String> headers(Request request) {
    Map<String, String> headers = new HashMap<>();
    for (String name : TRACING) {
      request.header(name).ifPresent(value -> headers.put(name, value));
    }
    return headers;
  }
}
