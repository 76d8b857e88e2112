// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Fields;
import io.ratchet.registry.Asset;
import io.ratchet.registry.ModelVersion;
import io.ratchet.registry.Models;
import io.ratchet.registry.Prompts;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an experiment is about. Where a request does not say it: what its fields call it
 * ({@code prompt}, {@code model} or {@code model_type}); an asset's own kind, where only one kind
 * has it; the default prompt, or the only model for a request that has no such prompt.
 */
final class SubjectReader {
  private static final int NAME_LENGTH = 128;

  private SubjectReader() {}

  /** An asset and its kind. */
  record Subject(String kind, String asset) {}

  static Subject read(Fields in, RequestReader.Usual usual) {
    String kind = in.text("kind", NAME_LENGTH);
    String asset = in.text("asset", NAME_LENGTH);
    String prompt = in.text("prompt", NAME_LENGTH);
    String model = in.text("model", NAME_LENGTH);
    String type = in.text("model_type", NAME_LENGTH);
    List<String> named = Stream.of(asset, prompt, model, type).flatMap(Stream::ofNullable).toList();
    if (named.stream().distinct().count() > 1) {
      in.problem("asset", "is named twice, and differently", String.join(", ", named));
    }
    String name = named.isEmpty() ? null : named.getFirst();
    if (kind != null) {
      return told(in, kind.toLowerCase(Locale.ROOT), name, usual);
    }
    if (model != null || type != null) {
      return new Subject(Models.KIND, model == null ? String.valueOf(type) : model);
    }
    if (name == null) {
      return usual(usual);
    }
    String found = prompt == null ? usual.routes().kindOf(name).orElse(Prompts.KIND) : Prompts.KIND;
    return new Subject(found, name);
  }

  private static Subject told(
      Fields in, String kind, @Nullable String name, RequestReader.Usual usual) {
    if (!kind.equals(Prompts.KIND) && !kind.equals(Models.KIND)) {
      in.problem("kind", "must be prompt or model", kind);
    }
    if (name == null && kind.equals(Models.KIND)) {
      Subject only = usual(usual);
      if (!only.kind().equals(Models.KIND)) {
        in.problem("asset", "is required: the name of a model", null);
      }
      return only;
    }
    return new Subject(kind, name == null ? usual.prompt() : name);
  }

  private static Subject usual(RequestReader.Usual usual) {
    List<Asset<ModelVersion>> models = usual.routes().models().assets().list();
    boolean isPrompt = usual.routes().prompts().assets().find(usual.prompt()).isPresent();
    return !isPrompt && models.size() == 1
        ? new Subject(Models.KIND, models.getFirst().name())
        : new Subject(Prompts.KIND, usual.prompt());
  }
}
