// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.model.Golden;
import io.ratchet.model.Signature;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The built-in trainers: a port. */
@FunctionalInterface
public interface Trainers {
  /**
   * Learns from the older rows and gives a proven ONNX file.
   *
   * @throws io.ratchet.base.Failure where the data cannot be learnt from, the time is up, or nobody
   *     wants it any more
   */
  Trained train(Job job, Supervision supervision);

  /**
   * What is to be learnt.
   *
   * @param holdout how many of the last rows are kept back
   * @param task null leaves it to the data
   */
  record Job(
      String model,
      Pipeline.Recipe recipe,
      String label,
      Pipeline.@Nullable Task task,
      Table rows,
      int holdout) {
    /** The same without rows that are kept back. */
    Job whole() {
      return new Job(model, recipe, label, task, rows, 0);
    }
  }

  /**
   * What was learnt.
   *
   * @param golden rows with the answers that the trainer itself gave; may be empty
   * @param metrics what the trainer measured
   * @param parameters the settings it was trained by, defaults included
   * @param trainer what trained it, with its version
   * @param reference what the training data looked like, for drift; null where nobody says
   */
  record Trained(
      byte[] onnx,
      Signature signature,
      List<Golden> golden,
      ObjectNode metrics,
      ObjectNode parameters,
      String trainer,
      byte @Nullable [] reference) {
    public Trained {
      golden = List.copyOf(golden);
    }
  }

  /** Watches over a training. Any thread may ask. */
  interface Supervision {
    /** Adds a line to the log of the run. */
    void log(String line);

    boolean isCancelled();

    /** How much time is left; zero or less when it is up. */
    Duration left();

    /** Most bytes of memory. */
    long memory();
  }
}
