// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

/** What the original lets ask of each sort of thing. */
public final class Grammars {
  private static final Keys TAGS = Keys.open(Kind.TAG, Type.TEXT, true, "tags");
  private static final Keys UNORDERED_TAGS = Keys.open(Kind.TAG, Type.TEXT, false, "tags");
  private static final Keys INPUTS =
      Keys.listed(Kind.DATASET, "datasets")
          .filterOnly("name", Type.TEXT)
          .filterOnly("digest", Type.TEXT)
          .filterOnly("context", Type.TEXT);

  public static final Grammar RUNS =
      new Grammar(
          Grammar.Wording.RUNS,
          Keys.open(Kind.METRIC, Type.NUMBER, true, "metrics"),
          Keys.open(Kind.PARAMETER, Type.TEXT, true, "parameters", "param", "params"),
          TAGS,
          Keys.listed(Kind.ATTRIBUTE, "attributes", "attr", "run")
              .number("start_time")
              .number("end_time")
              .text("run_id")
              .text("run_name")
              .text("status")
              .text("user_id")
              .text("artifact_uri")
              .alias("created", "start_time")
              .alias("Created", "start_time")
              .alias("run name", "run_name")
              .alias("Run name", "run_name")
              .alias("Run Name", "run_name"),
          INPUTS);

  public static final Grammar EXPERIMENTS =
      new Grammar(
          Grammar.Wording.EXPERIMENTS,
          Keys.listed(Kind.ATTRIBUTE, "attributes", "attr")
              .text("name")
              .number("creation_time")
              .number("last_update_time")
              .orderOnly("experiment_id"),
          UNORDERED_TAGS);

  public static final Grammar REGISTERED_MODELS =
      new Grammar(
          Grammar.Wording.REGISTRY,
          Keys.listed(Kind.ATTRIBUTE, "attributes", "attr")
              .text("name")
              .orderOnly("timestamp")
              .orderOnly("last_updated_timestamp"),
          UNORDERED_TAGS);

  public static final Grammar MODEL_VERSIONS =
      new Grammar(
          Grammar.Wording.REGISTRY,
          Keys.listed(Kind.ATTRIBUTE, "attributes", "attr")
              .text("source_path")
              .number("version_number")
              .text("name")
              .text("run_id")
              .orderOnly("creation_timestamp")
              .orderOnly("last_updated_timestamp"),
          UNORDERED_TAGS);

  public static final Grammar TRACES =
      new Grammar(
          Grammar.Wording.RUNS,
          Keys.listed(Kind.ATTRIBUTE, "attributes", "attr", "trace")
              .text("request_id")
              .alias("trace_id", "request_id")
              .number("timestamp_ms")
              .alias("timestamp", "timestamp_ms")
              .number("execution_time_ms")
              .alias("execution_time", "execution_time_ms")
              .number("end_time_ms")
              .alias("end_time", "end_time_ms")
              .text("status")
              .text("client_request_id")
              .text("name")
              .text("run_id")
              .filterOnly("prompt", Type.TEXT)
              .filterOnly("text", Type.TEXT)
              .orderOnly("experiment_id")
              .withPatterns(),
          TAGS.withPatterns(),
          Keys.open(Kind.METADATA, Type.TEXT, false, "request_metadata").withPatterns(),
          Keys.listed(Kind.SPAN)
              .filterOnly("name", Type.TEXT)
              .filterOnly("type", Type.TEXT)
              .filterOnly("status", Type.TEXT)
              .filterOnly("content", Type.TEXT)
              .filterOnly("attributes.*", Type.TEXT)
              .withPatterns(),
          Keys.open(Kind.FEEDBACK, Type.TEXT, false).withPatterns(),
          Keys.open(Kind.EXPECTATION, Type.TEXT, false).withPatterns(),
          Keys.listed(Kind.ISSUE).filterOnly("id", Type.TEXT));

  public static final Grammar LOGGED_MODELS =
      new Grammar(
          Grammar.Wording.LOGGED_MODELS,
          Keys.listed(Kind.ATTRIBUTE, "attributes", "attr")
              .text("model_id")
              .text("name")
              .text("status")
              .text("model_type")
              .text("source_run_id")
              .text("artifact_location")
              .number("creation_timestamp_ms")
              .alias("creation_timestamp", "creation_timestamp_ms")
              .alias("creation_time", "creation_timestamp_ms")
              .number("last_updated_timestamp_ms")
              .alias("last_updated_timestamp", "last_updated_timestamp_ms")
              .alias("last_updated_time", "last_updated_timestamp_ms"),
          Keys.open(Kind.METRIC, Type.NUMBER, true, "metrics"),
          Keys.open(Kind.PARAMETER, Type.TEXT, true, "parameters", "param", "params"),
          TAGS);

  /** Evaluation datasets. */
  public static final Grammar DATASETS =
      new Grammar(
          Grammar.Wording.EXPERIMENTS,
          Keys.listed(Kind.ATTRIBUTE, "attributes", "attr")
              .text("name")
              .text("created_by")
              .text("last_updated_by")
              .number("created_time")
              .number("last_update_time"),
          UNORDERED_TAGS);

  private Grammars() {}
}
