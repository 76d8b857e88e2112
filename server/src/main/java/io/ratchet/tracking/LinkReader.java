// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Refusals;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a run says it read and made, and refuses what could never be. */
final class LinkReader {
  static final int DATASET_NAME = 500;
  static final int DATASET_DIGEST = 36;
  static final int SOURCE_TYPE = 36;
  static final int SOURCE = (1 << 16) - 1;
  static final int SCHEMA = (1 << 20) - 1;
  static final int PROFILE = (1 << 24) - 1;
  static final int TAG_KEY = 255;
  static final int TAG_VALUE = 500;
  static final int MODEL_ID = 255;

  /** Most datasets, models or tags of a dataset in one request. */
  private static final int MOST = 1_000;

  private LinkReader() {}

  static Links inputs(Arguments in) {
    List<Links.Input> inputs = new ArrayList<>();
    for (Arguments one : limited(in, "datasets")) {
      Arguments dataset = one.object("dataset");
      if (dataset == null) {
        throw Refusals.absent("datasets[" + inputs.size() + "].dataset");
      }
      inputs.add(new Links.Input(dataset(dataset), tags(one)));
    }
    return new Links(
        inputs, limited(in, "models").stream().map(LinkReader::model).toList(), List.of());
  }

  static Links outputs(Arguments in) {
    List<Links.Output> outputs =
        limited(in, "models").stream()
            .map(one -> new Links.Output(model(one), one.integer("step", 0)))
            .toList();
    return new Links(List.of(), List.of(), outputs);
  }

  private static List<Arguments> limited(Arguments in, String field) {
    List<Arguments> all = in.objects(field);
    if (all.size() > MOST) {
      throw Refusals.invalid(
          "A request can contain at most %d %s. Got %d.".formatted(MOST, field, all.size()));
    }
    return all;
  }

  private static String model(Arguments one) {
    String id = one.required("model_id");
    KeyPolicy.checkLength("Model id", id, MODEL_ID);
    return id;
  }

  private static InputDataset dataset(Arguments in) {
    return new InputDataset(
        checked("Dataset name", in.required("name"), DATASET_NAME),
        checked("Dataset digest", in.required("digest"), DATASET_DIGEST),
        checked("Dataset source type", in.required("source_type"), SOURCE_TYPE),
        checked("Dataset source", in.required("source"), SOURCE),
        ifGiven("Dataset schema", in.text("schema"), SCHEMA),
        ifGiven("Dataset profile", in.text("profile"), PROFILE));
  }

  private static String checked(String what, String text, int most) {
    KeyPolicy.checkLength(what, text, most);
    return text;
  }

  private static @Nullable String ifGiven(String what, @Nullable String text, int most) {
    return text == null ? null : checked(what, text, most);
  }

  private static List<Tag> tags(Arguments in) {
    return limited(in, "tags").stream()
        .map(tag ->
            new Tag(
                checked("Input tag key", tag.required("key"), TAG_KEY),
                checked("Input tag value", tag.present("value"), TAG_VALUE)))
        .toList();
  }
}
