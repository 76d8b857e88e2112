// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.List;

/**
 * What a run read and made besides what it logged.
 *
 * @param modelsRead ids of logged models
 */
public record Links(List<Input> inputs, List<String> modelsRead, List<Output> outputs) {
  /** A dataset and how this run used it. */
  public record Input(InputDataset dataset, List<Tag> tags) {
    public Input {
      tags = List.copyOf(tags);
    }
  }

  /** A logged model and the step at which it was made. */
  public record Output(String model, long step) {}

  public static final Links NONE = new Links(List.of(), List.of(), List.of());

  /** How many datasets and models they name. */
  public int count() {
    return inputs.size() + modelsRead.size() + outputs.size();
  }

  public Links {
    inputs = List.copyOf(inputs);
    modelsRead = List.copyOf(modelsRead);
    outputs = List.copyOf(outputs);
  }
}
