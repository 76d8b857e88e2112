// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Problem;
import io.ratchet.base.Project;
import io.ratchet.http.Request;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Refusals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is to be logged, and refuses what could never be. */
final class LogReader {
  private static final int METRICS = 1_000;
  private static final int PARAMS = 100;
  private static final int TAGS = 100;
  private static final int ALL = 1_000;

  private LogReader() {}

  /** A metric alone. */
  static Metric metric(Arguments in) {
    Metric metric = read(in);
    check(metric, "");
    return metric;
  }

  /** A metric that is not looked at yet. */
  private static Metric read(Arguments in) {
    String key = in.required("key");
    double value = in.requiredNumber("value");
    return Metric.of(key, value, in.requiredInteger("timestamp"), in.integer("step", 0));
  }

  /**
   * Refuses what could never be.
   *
   * @param at what precedes the name of a field where a refusal shows it
   */
  private static void check(Metric metric, String at) {
    KeyPolicy.check("Metric name", metric.key(), at + "name");
    if (metric.time() < 0) {
      throw Refusals.unfit(
          at + "timestamp",
          Long.toString(metric.time()),
          "metric '%s' (value=%s). Timestamp must be a nonnegative long (64-bit integer) "
              .formatted(Problem.shorten(metric.key()), metric.value()));
    }
  }

  /** A metric of a model, where the fields of a metric name one. */
  static Optional<ModelMetric> ofModel(Arguments in, Metric metric) {
    String dataset = in.find("dataset_name").orElse("");
    String digest = in.find("dataset_digest").orElse("");
    KeyPolicy.checkLength("Dataset name", dataset, LinkReader.DATASET_NAME);
    KeyPolicy.checkLength("Dataset digest", digest, LinkReader.DATASET_DIGEST);
    return in.find("model_id").map(model -> new ModelMetric(model, metric, dataset, digest));
  }

  /**
   * A parameter.
   *
   * @param at what precedes the name of a field where a refusal shows it
   */
  static Param param(Arguments in, String at) {
    return checked(new Param(in.required("key"), in.present("value")), at);
  }

  private static Param checked(Param param, String at) {
    KeyPolicy.check("Param key", param.key(), at + "key");
    return new Param(param.key(), KeyPolicy.cut(param.value(), KeyPolicy.PARAM_LENGTH));
  }

  /**
   * A tag.
   *
   * @param isCut whether a text that is too long is cut, not refused
   */
  static Tag tag(Arguments in, int length, boolean isCut) {
    return checked(new Tag(in.required("key"), in.present("value")), "", length, isCut);
  }

  private static Tag checked(Tag tag, String at, int length, boolean isCut) {
    KeyPolicy.check("Tag key", tag.key(), at + "key");
    if (!isCut) {
      KeyPolicy.checkLength("Tag value", tag.value(), length);
    }
    return new Tag(tag.key(), KeyPolicy.cut(tag.value(), length));
  }

  static List<Tag> tags(Arguments in, int length, boolean isCut) {
    List<Tag> tags = new ArrayList<>();
    for (Arguments one : in.objects("tags")) {
      Tag tag = new Tag(one.required("key"), one.present("value"));
      tags.add(checked(tag, "tags[" + tags.size() + "].", length, isCut));
    }
    return tags;
  }

  /**
   * What a batch holds, read and not looked at yet.
   *
   * @param ofModels those of its metrics that name a model
   */
  record Parts(
      String run,
      List<Metric> metrics,
      List<Param> params,
      List<Tag> tags,
      List<ModelMetric> ofModels) {}

  /** What a batch writes to its run, and to models. */
  record Batch(Write write, List<ModelMetric> ofModels) {}

  /** All of a batch. */
  static Batch batch(Request request) {
    Parts usual = usual(request);
    Parts parts = usual == null ? parts(Arguments.of(request)) : usual;
    return new Batch(batch(request.project(), parts), parts.ofModels());
  }

  private static @Nullable Parts usual(Request request) {
    boolean isJson = request.header("content-type").orElse("").startsWith("application/json");
    return isJson ? BatchParser.parse(request.body()) : null;
  }

  private static Parts parts(Arguments in) {
    String run = in.run();
    List<Arguments> metrics = in.objects("metrics");
    List<Arguments> params = in.objects("params");
    List<Arguments> tags = in.objects("tags");
    limits(metrics.size(), params.size(), tags.size());
    List<Metric> read = new ArrayList<>();
    List<ModelMetric> ofModels = new ArrayList<>();
    for (Arguments one : metrics) {
      Metric metric = read(one);
      read.add(metric);
      ofModel(one, metric).ifPresent(ofModels::add);
    }
    return new Parts(
        run,
        read,
        params.stream().map(one -> new Param(one.required("key"), one.present("value"))).toList(),
        tags.stream().map(one -> new Tag(one.required("key"), one.present("value"))).toList(),
        ofModels);
  }

  private static Write batch(Project project, Parts parts) {
    limits(parts.metrics().size(), parts.params().size(), parts.tags().size());
    checkMetrics(parts.metrics());
    List<Param> params = new ArrayList<>();
    for (Param param : parts.params()) {
      params.add(checked(param, "params[" + params.size() + "]."));
    }
    checkUnique(params);
    List<Tag> tags = new ArrayList<>();
    for (Tag tag : parts.tags()) {
      tags.add(checked(tag, "tags[" + tags.size() + "].", KeyPolicy.TAG_LENGTH, true));
    }
    return new Write(project, parts.run(), parts.metrics(), params, tags, true);
  }

  /** Many points of few metrics: each key is checked once. */
  private static void checkMetrics(List<Metric> metrics) {
    Set<String> checked = new HashSet<>();
    for (int i = 0; i < metrics.size(); i++) {
      Metric metric = metrics.get(i);
      if (checked.add(metric.key()) || metric.time() < 0) {
        check(metric, "metrics[" + i + "].");
      }
    }
  }

  private static void checkUnique(List<Param> params) {
    Set<String> keys = new HashSet<>();
    List<String> twice = new ArrayList<>();
    for (Param param : params) {
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
  }

  private static void limits(int metrics, int params, int tags) {
    limit("metrics", METRICS, metrics);
    limit("params", PARAMS, params);
    limit("tags", TAGS, tags);
    limit("metrics, params, and tags", ALL, metrics + params + tags);
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
