// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Results added up. The micro figures count every value once, whichever field and document it is
 * of; the macro figures are the mean over the fields of each field's own, those that are undefined
 * left out. A document that was processed several times counts each time.
 *
 * @param results all of them
 * @param failures those without a good answer
 * @param documents that they are of
 * @param evaluated results with an answer and with gold
 * @param evaluatedDocuments that those are of
 * @param truncated whether older results were left out
 * @param fields by path
 */
record Summary(
    long results,
    long failures,
    long documents,
    long evaluated,
    long evaluatedDocuments,
    boolean truncated,
    Map<String, Counts> fields) {

  static Summary of(List<Scored> scored, boolean truncated) {
    Map<String, Counts> fields = new TreeMap<>();
    Set<String> documents = new HashSet<>();
    Set<String> evaluatedDocuments = new HashSet<>();
    long evaluated = 0;
    long failures = 0;
    for (Scored one : scored) {
      documents.add(one.result().document());
      failures += one.result().errorType() == null ? 0 : 1;
      Evaluation evaluation = one.evaluation();
      if (evaluation != null) {
        evaluated++;
        evaluatedDocuments.add(one.result().document());
        evaluation
            .fields()
            .forEach(field -> fields.merge(field.path(), field.counts(), Counts::plus));
      }
    }
    return new Summary(
        scored.size(),
        failures,
        documents.size(),
        evaluated,
        evaluatedDocuments.size(),
        truncated,
        fields);
  }

  Counts micro() {
    return fields.values().stream().reduce(Counts.NONE, Counts::plus);
  }

  /** The mean over the fields of a figure; null where it is defined for none. */
  @Nullable Double macro(Function<Counts, @Nullable Double> figure) {
    OptionalDouble mean =
        fields.values().stream()
            .map(figure)
            .filter(Objects::nonNull)
            .mapToDouble(value -> value == null ? 0 : value)
            .average();
    return mean.isPresent() ? (Double) mean.getAsDouble() : null;
  }
}
