// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

/** The tags, metadata and attributes that mean something to MLflow's clients and so to us. */
final class Keys {
  static final String NAME_TAG = "mlflow.traceName";
  static final String ARTIFACTS_TAG = "mlflow.artifactLocation";
  static final String SPANS_TAG = "mlflow.trace.spansLocation";
  static final String PROMPTS_TAG = "mlflow.linkedPrompts";

  /** Says to a client that the spans are here, so that it uploads no file of them. */
  static final String SPANS_HERE = "TRACKING_STORE";

  static final String FINALIZED = "mlflow.trace.infoFinalized";
  static final String RUN = "mlflow.sourceRun";
  static final String USAGE = "mlflow.trace.tokenUsage";
  static final String COST = "mlflow.trace.cost";
  static final String SESSION = "mlflow.trace.session";
  static final String USER = "mlflow.trace.user";
  static final String SIZE = "mlflow.trace.sizeStats";
  static final String SCHEMA = "mlflow.trace_schema.version";
  static final String SCHEMA_VERSION = "3";
  static final String SERVICE = "service.name";

  static final String SPAN_TYPE = "mlflow.spanType";
  static final String SPAN_INPUTS = "mlflow.spanInputs";
  static final String SPAN_OUTPUTS = "mlflow.spanOutputs";
  static final String SPAN_USAGE = "mlflow.chat.tokenUsage";
  static final String SPAN_COST = "mlflow.llm.cost";
  static final String SPAN_TAGS = "mlflow.traceTag.";
  static final String TRACE_PREFIX = "mlflow.trace.";
  static final String INTERMEDIATE = "mlflow.trace.intermediate_outputs";

  private Keys() {}
}
