// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.template.Problem;
import io.ratchet.template.Rendered;
import io.ratchet.template.RenderedAll;
import io.ratchet.template.Templates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One version of a prompt, ready to be rendered.
 *
 * @param sha256 identity of the content
 * @param form how it was written: txt, md, yaml, or json for a version that came by HTTP
 * @param parent the version it was made from, where its author said so
 * @param reason why it was made
 * @param sizeBytes bytes of its messages in UTF-8
 * @param tokenEstimate see {@link TokenEstimate}
 * @param variables names that its messages use, in order of appearance
 */
public record PromptVersion(
    String name,
    Semver version,
    String sha256,
    Origin origin,
    String form,
    PromptContent content,
    @Nullable Semver parent,
    @Nullable String reason,
    Instant createdAt,
    String createdBy,
    long sizeBytes,
    long tokenEstimate,
    Set<String> variables)
    implements Version {

  static PromptVersion of(
      String name,
      Semver version,
      Origin origin,
      String form,
      PromptContent content,
      @Nullable Semver parent,
      @Nullable String reason,
      Instant createdAt,
      String createdBy) {
    return new PromptVersion(
        name,
        version,
        content.sha256(),
        origin,
        form,
        content,
        parent,
        reason,
        createdAt,
        createdBy,
        content.sizeBytes(),
        TokenEstimate.of(content.messages()),
        Templates.variables(content.templates()));
  }

  public List<Message> messages() {
    return content.messages();
  }

  public @Nullable String model() {
    return content.model();
  }

  /** Shared: copy before changing. */
  public ObjectNode parameters() {
    return content.parameters();
  }

  /** Shared: copy before changing. */
  public @Nullable JsonNode outputSchema() {
    return content.outputSchema();
  }

  /** Shared: copy before changing. */
  public ObjectNode metadata() {
    return content.metadata();
  }

  @Override
  public @Nullable String description() {
    return content.description();
  }

  /** The messages with the variables in their places, or everything that stands in the way. */
  public RenderedPrompt render(Map<String, ? extends @Nullable Object> values) {
    String language = content.foreignLanguage();
    if (language != null) {
      return new RenderedPrompt.Problems(
          List.of(
              new Problem(
                  "template", "is written in " + language + ", which its own client renders")));
    }
    List<Message> messages = messages();
    if (messages.size() == 1) {
      Message only = messages.getFirst();
      return switch (only.template().render(values)) {
        case Rendered.Text text ->
            new RenderedPrompt.Messages(
                List.of(new RenderedPrompt.Text(only.role(), text.text())), text.extra());
        case Rendered.Problems problems -> new RenderedPrompt.Problems(problems.problems());
      };
    }
    return switch (Templates.renderAll(content.templates(), values)) {
      case RenderedAll.Texts texts ->
          new RenderedPrompt.Messages(spoken(messages, texts.texts()), texts.extra());
      case Rendered.Problems problems -> new RenderedPrompt.Problems(problems.problems());
    };
  }

  private static List<RenderedPrompt.Text> spoken(List<Message> messages, List<String> texts) {
    List<RenderedPrompt.Text> spoken = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      spoken.add(new RenderedPrompt.Text(messages.get(i).role(), texts.get(i)));
    }
    return List.copyOf(spoken);
  }
}
