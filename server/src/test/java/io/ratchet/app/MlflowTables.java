// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

/**
 * The tables that MLflow got later: what runs read and made, logged models, traces, and what models
 * are evaluated with. Their columns are MLflow's, their content is small.
 */
final class MlflowTables {
  static final String SCHEMA =
      """
      CREATE TABLE datasets (dataset_uuid VARCHAR(36), experiment_id INTEGER, name VARCHAR(500),
        digest VARCHAR(36), dataset_source_type VARCHAR(36), dataset_source TEXT,
        dataset_schema TEXT, dataset_profile TEXT, PRIMARY KEY (experiment_id, name, digest));
      CREATE TABLE inputs (input_uuid VARCHAR(36) UNIQUE, source_type VARCHAR(36),
        source_id VARCHAR(36), destination_type VARCHAR(36), destination_id VARCHAR(36),
        step BIGINT NOT NULL DEFAULT 0,
        PRIMARY KEY (source_type, source_id, destination_type, destination_id));
      CREATE TABLE input_tags (input_uuid VARCHAR(36), name VARCHAR(255), value VARCHAR(500),
        PRIMARY KEY (input_uuid, name));
      CREATE TABLE logged_models (model_id VARCHAR(36) PRIMARY KEY, experiment_id INTEGER,
        name VARCHAR(500), artifact_location VARCHAR(1000), creation_timestamp_ms BIGINT,
        last_updated_timestamp_ms BIGINT, status INTEGER, lifecycle_stage VARCHAR(32),
        model_type VARCHAR(500), source_run_id VARCHAR(32), status_message VARCHAR(1000));
      CREATE TABLE logged_model_params (model_id VARCHAR(36), experiment_id INTEGER,
        param_key VARCHAR(255), param_value TEXT, PRIMARY KEY (model_id, param_key));
      CREATE TABLE logged_model_tags (model_id VARCHAR(36), experiment_id INTEGER,
        tag_key VARCHAR(255), tag_value TEXT, PRIMARY KEY (model_id, tag_key));
      CREATE TABLE logged_model_metrics (model_id VARCHAR(36), metric_name VARCHAR(500),
        metric_timestamp_ms BIGINT, metric_step BIGINT, metric_value DOUBLE PRECISION,
        experiment_id INTEGER, run_id VARCHAR(32), dataset_uuid VARCHAR(36),
        dataset_name VARCHAR(500), dataset_digest VARCHAR(36),
        PRIMARY KEY (model_id, metric_name, metric_timestamp_ms, metric_step, run_id));
      CREATE TABLE trace_info (request_id VARCHAR(50) PRIMARY KEY, experiment_id INTEGER,
        timestamp_ms BIGINT, execution_time_ms BIGINT, status VARCHAR(50),
        client_request_id VARCHAR(50), request_preview VARCHAR(1000),
        response_preview VARCHAR(1000));
      CREATE TABLE trace_tags (key VARCHAR(250), value VARCHAR(8000), request_id VARCHAR(50),
        PRIMARY KEY (request_id, key));
      CREATE TABLE trace_request_metadata (key VARCHAR(250), value VARCHAR(8000),
        request_id VARCHAR(50), PRIMARY KEY (request_id, key));
      CREATE TABLE assessments (assessment_id VARCHAR(50) PRIMARY KEY, trace_id VARCHAR(50),
        name VARCHAR(250), assessment_type VARCHAR(50), value TEXT, error TEXT,
        created_timestamp BIGINT, last_updated_timestamp BIGINT, source_type VARCHAR(50),
        source_id VARCHAR(250), run_id VARCHAR(32), span_id VARCHAR(50), rationale TEXT,
        overrides VARCHAR(50), valid BOOLEAN, assessment_metadata TEXT);
      CREATE TABLE spans (trace_id VARCHAR(50), experiment_id INTEGER, span_id VARCHAR(50),
        parent_span_id VARCHAR(50), name TEXT, type VARCHAR(500), status VARCHAR(50),
        start_time_unix_nano BIGINT, end_time_unix_nano BIGINT, content TEXT,
        PRIMARY KEY (trace_id, span_id));
      CREATE TABLE evaluation_datasets (dataset_id VARCHAR(36) PRIMARY KEY, name VARCHAR(255),
        schema TEXT, profile TEXT, digest VARCHAR(64), created_time BIGINT,
        last_update_time BIGINT, created_by VARCHAR(255), last_updated_by VARCHAR(255));
      CREATE TABLE evaluation_dataset_tags (dataset_id VARCHAR(36), key VARCHAR(255),
        value VARCHAR(5000), PRIMARY KEY (dataset_id, key));
      CREATE TABLE evaluation_dataset_records (dataset_record_id VARCHAR(36) PRIMARY KEY,
        dataset_id VARCHAR(36), inputs JSON NOT NULL, outputs JSON, expectations JSON, tags JSON,
        source JSON, source_id VARCHAR(36), source_type VARCHAR(255), created_time BIGINT,
        last_update_time BIGINT, created_by VARCHAR(255), last_updated_by VARCHAR(255),
        input_hash VARCHAR(64), UNIQUE (dataset_id, input_hash));
      CREATE TABLE entity_associations (association_id VARCHAR(36), source_type VARCHAR(36),
        source_id VARCHAR(36), destination_type VARCHAR(36), destination_id VARCHAR(36),
        created_time BIGINT,
        PRIMARY KEY (source_type, source_id, destination_type, destination_id));
      CREATE TABLE scorers (experiment_id INTEGER, scorer_name VARCHAR(256),
        scorer_id VARCHAR(36) PRIMARY KEY);
      CREATE TABLE scorer_versions (scorer_id VARCHAR(36), scorer_version INTEGER,
        serialized_scorer TEXT, creation_time BIGINT, PRIMARY KEY (scorer_id, scorer_version));
      """;

  /** A trace whose spans are in the table, one whose spans are a file, and one under way. */
  static final String TRACE = "tr-000102030405060708090a0b0c0d0e0f";

  static final String OLD_TRACE = "0123456789abcdef0123456789abcdef";
  static final String OPEN_TRACE = "tr-ffffffffffffffffffffffffffffffff";
  static final String MODEL = "m-0123456789abcdef0123456789abcdef";

  static final String CONTENT =
      """
      INSERT INTO datasets VALUES ('ds1', 7, 'customers', 'a1b2c3d4', 'local', '{"uri": "c.csv"}',
        '{"mlflow_colspec": []}', NULL);
      INSERT INTO datasets VALUES ('ds2', 7, 'größe', 'ffff0000', 'http', '{"url": "http://x/y"}',
        NULL, '{"num_rows": 3}');
      INSERT INTO inputs VALUES ('in1', 'DATASET', 'ds1', 'RUN', '00000000000000000000000000000001',
        0);
      INSERT INTO inputs VALUES ('in2', 'DATASET', 'ds2', 'RUN', '00000000000000000000000000000001',
        0);
      INSERT INTO inputs VALUES ('in3', 'RUN_OUTPUT', '00000000000000000000000000000001',
        'MODEL_OUTPUT', 'm-0123456789abcdef0123456789abcdef', 12);
      INSERT INTO inputs VALUES ('in4', 'RUN_INPUT', '00000000000000000000000000000002',
        'MODEL_INPUT', 'm-0123456789abcdef0123456789abcdef', 0);
      INSERT INTO input_tags VALUES ('in1', 'mlflow.data.context', 'training');
      INSERT INTO logged_models VALUES ('m-0123456789abcdef0123456789abcdef', 0, 'churner',
        'mlflow-artifacts:/0/models/m-0123456789abcdef0123456789abcdef/artifacts', 1600000005000,
        1600000006000, 2, 'active', 'agent', '00000000000000000000000000000001', '');
      INSERT INTO logged_models VALUES ('m-fedcba9876543210fedcba9876543210', 7, 'gone',
        's3://bucket/7/models/m-fedcba9876543210fedcba9876543210/artifacts', 1600000005001,
        1600000006001, 3, 'deleted', NULL, NULL, 'the disk was full');
      INSERT INTO logged_model_params VALUES ('m-0123456789abcdef0123456789abcdef', 0, 'depth', '3');
      INSERT INTO logged_model_tags VALUES ('m-0123456789abcdef0123456789abcdef', 0, 'team', 'crm');
      INSERT INTO logged_model_metrics VALUES ('m-0123456789abcdef0123456789abcdef', 'auc',
        1600000005500, 3, 0.75, 0, '00000000000000000000000000000001', 'ds1', 'customers',
        'a1b2c3d4');
      INSERT INTO logged_model_metrics VALUES ('m-0123456789abcdef0123456789abcdef', 'loss',
        1600000005500, 3, NULL, 0, '00000000000000000000000000000001', NULL, NULL, NULL);
      INSERT INTO trace_info VALUES ('tr-000102030405060708090a0b0c0d0e0f', 7, 1600000030000, 250,
        'OK', 'req-1', '{"q": "hi"}', '"hello"');
      INSERT INTO trace_info VALUES ('0123456789abcdef0123456789abcdef', 0, 1600000031000, 90,
        'ERROR', NULL, NULL, NULL);
      INSERT INTO trace_info VALUES ('tr-ffffffffffffffffffffffffffffffff', 0, 1600000032000, NULL,
        'IN_PROGRESS', NULL, NULL, NULL);
      INSERT INTO trace_tags VALUES ('mlflow.traceName', 'chat', 'tr-000102030405060708090a0b0c0d0e0f');
      INSERT INTO trace_tags VALUES ('mlflow.trace.spansLocation', 'TRACKING_STORE',
        'tr-000102030405060708090a0b0c0d0e0f');
      INSERT INTO trace_tags VALUES ('mlflow.artifactLocation',
        'mlflow-artifacts:/7/traces/tr-000102030405060708090a0b0c0d0e0f/artifacts',
        'tr-000102030405060708090a0b0c0d0e0f');
      INSERT INTO trace_tags VALUES ('mlflow.artifactLocation',
        'mlflow-artifacts:/0/traces/0123456789abcdef0123456789abcdef/artifacts',
        '0123456789abcdef0123456789abcdef');
      INSERT INTO trace_request_metadata VALUES ('mlflow.sourceRun',
        '00000000000000000000000000000001', 'tr-000102030405060708090a0b0c0d0e0f');
      INSERT INTO trace_request_metadata VALUES ('mlflow.traceInputs', '{"q": "old"}',
        '0123456789abcdef0123456789abcdef');
      INSERT INTO entity_associations VALUES ('a-1', 'trace', 'tr-000102030405060708090a0b0c0d0e0f',
        'run', '00000000000000000000000000000002', 1600000033000);
      INSERT INTO assessments VALUES ('a-11111111111111111111111111111111',
        'tr-000102030405060708090a0b0c0d0e0f', 'helpful', 'feedback', '0.9', NULL, 1600000034000,
        1600000035000, 'LLM_JUDGE', 'gpt', NULL, NULL, 'it says hello', NULL, TRUE,
        '{"judge": "v2"}');
      INSERT INTO assessments VALUES ('a-22222222222222222222222222222222',
        'tr-000102030405060708090a0b0c0d0e0f', 'answer', 'expectation', '{"text": "hello"}', NULL,
        1600000034001, 1600000034001, 'HUMAN', 'anna', NULL, '0011223344556677', NULL, NULL, TRUE,
        NULL);
      INSERT INTO assessments VALUES ('a-33333333333333333333333333333333',
        'tr-000102030405060708090a0b0c0d0e0f', 'safe', 'feedback', 'null',
        '{"error_code": "TIMEOUT", "error_message": "too slow"}', 1600000034002, 1600000034002,
        'CODE', 'f.py', NULL, NULL, NULL, 'a-11111111111111111111111111111111', FALSE, NULL);
      INSERT INTO spans VALUES ('tr-000102030405060708090a0b0c0d0e0f', 7, '0011223344556677', NULL,
        'chat', 'CHAT_MODEL', 'OK', 1600000030000000000, 1600000030250000000,
        '{"trace_id": "AAECAwQFBgcICQoLDA0ODw==", "span_id": "ABEiM0RVZnc=", "parent_span_id": null,
          "name": "chat", "start_time_unix_nano": 1600000030000000000,
          "end_time_unix_nano": 1600000030250000000,
          "events": [{"name": "first token", "time_unix_nano": 1600000030100000000,
            "attributes": {"n": 1}}],
          "status": {"code": "STATUS_CODE_OK", "message": ""},
          "attributes": {"mlflow.traceRequestId": "\\"tr-000102030405060708090a0b0c0d0e0f\\"",
            "mlflow.spanType": "\\"CHAT_MODEL\\"", "mlflow.spanInputs": "{\\"q\\": [\\"hi\\", 1, 0.5]}",
            "mlflow.spanOutputs": "\\"hello\\""}}');
      INSERT INTO spans VALUES ('tr-000102030405060708090a0b0c0d0e0f', 7, '8899aabbccddeeff',
        '0011223344556677', 'look', 'TOOL', 'ERROR', 1600000030010000000, 1600000030020000000,
        '{"trace_id": "AAECAwQFBgcICQoLDA0ODw==", "span_id": "iJmqu8zd7v8=",
          "parent_span_id": "ABEiM0RVZnc=", "name": "look",
          "start_time_unix_nano": 1600000030010000000, "end_time_unix_nano": 1600000030020000000,
          "events": [], "status": {"code": "STATUS_CODE_ERROR", "message": "no such thing"},
          "attributes": {"mlflow.spanType": "\\"TOOL\\""}, "links": []}');
      INSERT INTO evaluation_datasets VALUES ('d-0123456789abcdef0123456789abcdef', 'questions',
        '{"version": "1.0"}', '{"num_records": 2}', '12345678', 1600000040000, 1600000041000,
        'anna', NULL);
      INSERT INTO evaluation_dataset_tags VALUES ('d-0123456789abcdef0123456789abcdef', 'lang', 'de');
      INSERT INTO entity_associations VALUES ('a-2', 'evaluation_dataset',
        'd-0123456789abcdef0123456789abcdef', 'experiment', '7', 1600000040000);
      INSERT INTO evaluation_dataset_records VALUES ('dr-00000000000000000000000000000002',
        'd-0123456789abcdef0123456789abcdef', '{"q": "who?"}', '{"mlflow_wrapped": "nobody"}',
        '{"a": 1.5}', '{"hard": "yes"}',
        '{"source_type": "TRACE", "source_data": {"trace_id": "tr-000102030405060708090a0b0c0d0e0f"}}',
        'tr-000102030405060708090a0b0c0d0e0f', 'TRACE', 1600000040100, 1600000040200, 'anna', NULL,
        'h1');
      INSERT INTO evaluation_dataset_records VALUES ('dr-00000000000000000000000000000001',
        'd-0123456789abcdef0123456789abcdef', '{"q": "größe?"}', 'null', 'null', NULL, NULL, NULL,
        NULL, 1600000040101, 1600000040101, NULL, NULL, 'h2');
      INSERT INTO scorers VALUES (7, 'polite', '3d0f8d2c4b5a4e6f9a8b7c6d5e4f3a2b');
      INSERT INTO scorer_versions VALUES ('3d0f8d2c4b5a4e6f9a8b7c6d5e4f3a2b', 1, '{"v": 1}',
        1600000050000);
      INSERT INTO scorer_versions VALUES ('3d0f8d2c4b5a4e6f9a8b7c6d5e4f3a2b', 3, '{"v": 3}',
        1600000051000);
      """;

  /** The file of a trace's spans as MLflow's second release wrote it. */
  static final String OLD_SPANS =
      """
      {"spans": [{"name": "ask", "context": {"span_id": "0x1122334455667788",
        "trace_id": "0x0123456789abcdef0123456789abcdef"}, "parent_id": null,
        "start_time": 1600000031000000000, "end_time": 1600000031090000000, "status_code": "ERROR",
        "status_message": "boom", "attributes": {"mlflow.spanType": "\\"LLM\\"",
        "mlflow.spanInputs": "{\\"q\\": \\"old\\"}"}, "events": [{"name": "exception",
        "timestamp": 1600000031080000, "attributes": {"exception.message": "boom"}}]}],
       "request": "{\\"q\\": \\"old\\"}", "response": null}
      """;

  /** A span in the column of its table, for the ids of its trace and its own. */
  static final String SPAN =
      """
      {"trace_id": "%s", "span_id": "%s", "parent_span_id": null, "name": "s",
       "start_time_unix_nano": 1600000000000000000, "end_time_unix_nano": 1600000000005000000,
       "events": [], "status": {"code": "STATUS_CODE_OK", "message": ""},
       "attributes": {"mlflow.spanInputs": "\\"in\\""}}
      """;

  private MlflowTables() {}
}
