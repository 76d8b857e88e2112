// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.routing.PromptReference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What to do with a document.
 *
 * @param id of the result and its call; null leaves that to us
 * @param prompt the version is that of its route where it names none
 * @param unit who is served; null for the document itself
 * @param variables of the prompt besides the document
 * @param model that a prompt without one of its own is served by
 * @param simulate wishes that only the simulated provider grants
 * @param headers of the request, which trace it
 */
record Work(
    @Nullable String id,
    PromptReference prompt,
    @Nullable String unit,
    ObjectNode attributes,
    ObjectNode variables,
    @Nullable String model,
    Map<String, String> tags,
    ObjectNode simulate,
    Map<String, String> headers) {
  /** The names under which a prompt may ask for the text of the document. */
  static final List<String> DOCUMENT = List.of("document", "document_text");

  Work {
    tags = Map.copyOf(tags);
    headers = Map.copyOf(headers);
  }
}
