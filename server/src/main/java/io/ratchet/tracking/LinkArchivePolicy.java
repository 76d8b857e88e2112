// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a run of another store may have read and made. */
final class LinkArchivePolicy {
  private LinkArchivePolicy() {}

  /** The links without those that may not be here. */
  static Links admit(String what, Links links, ArchivePolicy.Refused refused) {
    List<Links.Input> inputs = new ArrayList<>();
    Set<InputDataset> known = new HashSet<>();
    for (Links.Input input : links.inputs()) {
      InputDataset dataset = input.dataset();
      String name = what + ", dataset " + Problem.shorten(dataset.name());
      String reason = refuse(dataset, known);
      if (reason == null) {
        inputs.add(new Links.Input(dataset, tags(name, input.tags(), refused)));
      } else {
        refused.add(name, reason);
      }
    }
    List<String> read = models(what, links.modelsRead(), refused);
    List<String> made =
        models(what, links.outputs().stream().map(Links.Output::model).toList(), refused);
    return new Links(
        inputs,
        read,
        links.outputs().stream().filter(output -> made.remove(output.model())).toList());
  }

  /** Why a dataset may not be here; null where it may. */
  private static @Nullable String refuse(InputDataset dataset, Set<InputDataset> known) {
    try {
      required("name", dataset.name(), LinkReader.DATASET_NAME);
      required("digest", dataset.digest(), LinkReader.DATASET_DIGEST);
      required("source type", dataset.sourceType(), LinkReader.SOURCE_TYPE);
      ArchivePolicy.requireText("source", dataset.source(), LinkReader.SOURCE);
      ArchivePolicy.requireText("schema", orEmpty(dataset.schema()), LinkReader.SCHEMA);
      ArchivePolicy.requireText("profile", orEmpty(dataset.profile()), LinkReader.PROFILE);
    } catch (Failure e) {
      return e.message();
    }
    InputDataset key = new InputDataset(dataset.name(), dataset.digest(), "", "", null, null);
    return known.add(key) ? null : "the run names it twice";
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static void required(String what, String text, int most) {
    if (text.isEmpty()) {
      throw ArchivePolicy.invalid("its " + what + " is empty");
    }
    ArchivePolicy.requireText(what, text, most);
  }

  private static List<Tag> tags(String name, List<Tag> tags, ArchivePolicy.Refused refused) {
    return ArchivePolicy.kept(
        tags,
        Tag::key,
        tag -> {
          required("name", tag.key(), LinkReader.TAG_KEY);
          ArchivePolicy.requireText("value", tag.value(), LinkReader.TAG_VALUE);
        },
        (key, reason) -> refused.add(name + ", tag " + key, reason));
  }

  /** Ids of models, each once. */
  private static List<String> models(
      String what, List<String> models, ArchivePolicy.Refused refused) {
    return ArchivePolicy.kept(
        models,
        id -> id,
        id -> required("id", id, LinkReader.MODEL_ID),
        (id, reason) -> refused.add(what + ", logged model " + id, reason));
  }
}
