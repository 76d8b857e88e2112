// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Problem;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Refusals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what is to be logged, and refuses what could never be. */
final class LogReader {
  private static final int METRICS = 1_000;
  private static final int PARAMS = 100;
  private static final int TAGS = 100;
  private static final int ALL = 1_000;

  private LogReader() {}

  /**
   * A metric from the fields of a request or of an element of its list.
   *
   * @param at what precedes the name of a field where a refusal shows it
   */
  static Metric metric(Arguments in, String at) {
    String key = in.required("key");
    double value = in.requiredNumber("value");
    long time = in.requiredInteger("timestamp");
    long step = in.integer("step", 0);
    KeyPolicy.check("Metric name", key, at + "name");
    if (time < 0) {
      throw Refusals.unfit(
          at + "timestamp",
          Long.toString(time),
          "metric '%s' (value=%s). Timestamp must be a nonnegative long (64-bit integer) "
              .formatted(Problem.shorten(key), value));
    }
    return Metric.of(key, value, time, step);
  }

  /** A metric of a model, where the fields of a metric name one. */
  static Optional<ModelMetric> ofModel(Arguments in, Metric metric) {
    String dataset = in.find("dataset_name").orElse("");
    String digest = in.find("dataset_digest").orElse("");
    KeyPolicy.checkLength("Dataset name", dataset, LinkReader.DATASET_NAME);
    KeyPolicy.checkLength("Dataset digest", digest, LinkReader.DATASET_DIGEST);
    return in.find("model_id").map(model -> new ModelMetric(model, metric, dataset, digest));
  }

  /** The metrics of models in a batch that was read. */
  static List<ModelMetric> ofModels(Arguments in, Write batch) {
    List<ModelMetric> metrics = new ArrayList<>();
    int index = 0;
    for (Arguments one : in.objects("metrics")) {
      Metric metric = batch.metrics().get(index++);
      ofModel(one, metric).ifPresent(metrics::add);
    }
    return metrics;
  }

  static Param param(Arguments in, String at) {
    String key = in.required("key");
    String value = in.present("value");
    KeyPolicy.check("Param key", key, at + "key");
    return new Param(key, KeyPolicy.cut(value, KeyPolicy.PARAM_LENGTH));
  }

  /**
   * A tag.
   *
   * @param isCut whether a text that is too long is cut, not refused
   */
  static Tag tag(Arguments in, String at, int length, boolean isCut) {
    String key = in.required("key");
    String value = in.present("value");
    KeyPolicy.check("Tag key", key, at + "key");
    if (!isCut) {
      KeyPolicy.checkLength("Tag value", value, length);
    }
    return new Tag(key, KeyPolicy.cut(value, length));
  }

  static List<Tag> tags(Arguments in, int length, boolean isCut) {
    List<Tag> tags = new ArrayList<>();
    for (Arguments one : in.objects("tags")) {
      tags.add(tag(one, "tags[" + tags.size() + "].", length, isCut));
    }
    return tags;
  }

  /** All of a batch. */
  static Write batch(Project project, Arguments in) {
    String run = in.run();
    List<Arguments> metrics = in.objects("metrics");
    List<Arguments> params = in.objects("params");
    List<Arguments> tags = in.objects("tags");
    limit("metrics", METRICS, metrics.size());
    limit("params", PARAMS, params.size());
    limit("tags", TAGS, tags.size());
    limit("metrics, params, and tags", ALL, metrics.size() + params.size() + tags.size());
    List<Metric> points = new ArrayList<>(metrics.size());
    for (Arguments one : metrics) {
      points.add(metric(one, "metrics[" + points.size() + "]."));
    }
    return new Write(
        project, run, points, params(params), tags(in, KeyPolicy.TAG_LENGTH, true), true);
  }

  private static List<Param> params(List<Arguments> from) {
    List<Param> params = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    List<String> twice = new ArrayList<>();
    for (Arguments one : from) {
      Param param = param(one, "params[" + params.size() + "].");
      params.add(param);
      if (!keys.add(param.key())) {
        twice.add("'" + param.key() + "'");
      }
    }
    if (!twice.isEmpty()) {
      throw Refusals.invalid(
          "Duplicate parameter keys have been submitted: ["
              + Problem.shorten(String.join(", ", twice))
              + "]. Please ensure the request contains only one param value per param key.");
    }
    return params;
  }

  private static void limit(String what, int most, int count) {
    if (count > most) {
      throw Refusals.invalid(
          ("A batch logging request can contain at most %d %s. Got %d %s. Please split up %s across"
                  + " multiple requests and try again.")
              .formatted(most, what, count, what, what));
    }
  }
}
