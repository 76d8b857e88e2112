// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.base.Digest;
import io.ratchet.base.Failure;
import io.ratchet.onnx.Golden;
import io.ratchet.onnx.ModelCard;
import io.ratchet.onnx.ModelFile;
import io.ratchet.onnx.Provenance;
import io.ratchet.onnx.Signature;
import io.ratchet.training.Trained.Importance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** One training from rows to a proven file. */
final class Training {
  private final Trainer trainer;
  private final Dataset data;
  private final Split split;
  private final Budget.Watch watch;

  Training(Trainer trainer, Dataset data, Split split, Budget budget) {
    this.trainer = trainer;
    this.data = data;
    this.split = split;
    this.watch = budget.start();
  }

  Trained run() {
    Split.Parts parts = split.parts(data.rows());
    checkClasses(parts.training());
    try (Fitted fitted =
        switch (trainer) {
          case LinearTrainer linear -> linear.fit(data, parts.training(), watch);
          case BoostedTreesTrainer trees -> trees.fit(data, parts.training(), watch);
        }) {
      return prove(fitted, parts);
    }
  }

  /** A class that none of the rows shows cannot be learnt, so the split has to be another one. */
  private void checkClasses(int[] rows) {
    if (!(data.label() instanceof Label.Classes(String name, List<String> classes, int[] codes))) {
      return;
    }
    boolean[] seen = new boolean[classes.size()];
    for (int row : rows) {
      seen[codes[row]] = true;
    }
    List<String> absent = new ArrayList<>();
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i]) {
        absent.add(classes.get(i));
      }
    }
    if (!absent.isEmpty()) {
      throw Failure.invalid(
          "none of the %,d rows to learn from has the %s %s"
              .formatted(rows.length, name, String.join(", ", absent)),
          "hold out fewer rows, shuffle them, or train on more");
    }
  }

  private Trained prove(Fitted fitted, Split.Parts parts) {
    int[] proofs = proofRows(data.rows());
    List<float[]> inputs = Arrays.stream(proofs).mapToObj(data::row).toList();
    Golden golden = new Golden(inputs, List.of(fitted.oracle().answer(proofs)));
    Signature signature = data.signature(parts.training());
    Provenance provenance = provenance(fitted, parts);
    byte[] onnx = ModelFile.write(fitted.model(), new ModelCard(signature, provenance, golden));
    watch.check("writing the model");
    Parity.check(onnx, signature.target(), golden);
    double[][] answers = fitted.oracle().answer(parts.holdout());
    return new Trained(
        onnx,
        Digest.sha256(onnx),
        fitted.model(),
        signature,
        provenance,
        MetricsPolicy.of(data.label(), parts, answers),
        importance(fitted.contributions()),
        golden,
        new Trained.Holdout(parts.holdout(), answers),
        data.leftOut(),
        watch.elapsed());
  }

  private Provenance provenance(Fitted fitted, Split.Parts parts) {
    SequencedMap<String, String> parameters = new LinkedHashMap<>(fitted.parameters());
    switch (split) {
      case Split.ByTime _ -> parameters.put("split", "time");
      case Split.Shuffled(double _, long seed) -> {
        parameters.put("split", "shuffled");
        parameters.put("split_seed", Long.toString(seed));
      }
    }
    parameters.put("holdout", Double.toString(split.holdout()));
    return new Provenance(
        trainer.name(), fitted.library(), data.sha256(), parts.training().length, parameters);
  }

  /** Rows from all over the data, the first and the last among them. */
  private static int[] proofRows(int rows) {
    int count = Math.min(rows, Golden.LIMIT);
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      places[i] = count == 1 ? 0 : (int) ((long) i * (rows - 1) / (count - 1));
    }
    return places;
  }

  private List<Importance> importance(double[] contributions) {
    double sum = Arrays.stream(contributions).sum();
    List<Importance> importance = new ArrayList<>();
    for (int i = 0; i < contributions.length; i++) {
      double share = sum > 0 ? contributions[i] / sum : 0;
      importance.add(new Importance(data.features().get(i), share));
    }
    importance.sort(Comparator.comparingDouble(Importance::share).reversed());
    return importance;
  }
}
