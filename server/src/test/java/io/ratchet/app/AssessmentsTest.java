// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What people and judges say of a trace, as MLflow's client sends it. */
@ParameterizedClass
@EnumSource(Engine.class)
final class AssessmentsTest {
  private static final String PATH = "/api/3.0/mlflow/traces/tr-1/assessments";

  private final RunningApp app;
  private final TraceClient client;

  AssessmentsTest(Engine engine) {
    app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
    client = new TraceClient(app.port(), app.key());
  }

  @BeforeEach
  void begin() {
    client.start("tr-1", "0", "");
  }

  @AfterEach
  void close() {
    client.close();
    app.close();
  }

  private JsonNode create(String assessment) {
    return client.json("POST", PATH, "{\"assessment\": " + assessment + "}").required("assessment");
  }

  private JsonNode get(JsonNode assessment) {
    return client.json("GET", PATH + "/" + id(assessment), null).required("assessment");
  }

  private static String id(JsonNode assessment) {
    return assessment.required("assessment_id").stringValue();
  }

  private static String feedback(String value) {
    return """
    {"assessment_name": "helpful", "trace_id": "tr-1", "source": {"source_type": "HUMAN",
      "source_id": "ann"}, "feedback": {"value": %s}, "rationale": "reads well",
      "metadata": {"page": "3"}, "create_time": "2026-01-02T03:04:05.678Z",
      "last_update_time": "2026-01-02T03:04:05.678Z"}
    """
        .formatted(value);
  }

  @Test
  void keepsFeedbackOfEveryKindOfValue() {
    for (String value :
        new String[] {"true", "0.75", "\"yes\"", "[1, \"a\"]", "{\"a\": {\"b\": 1}}"}) {
      JsonNode made = create(feedback(value));

      assertThat(id(made)).matches("a-[0-9a-f]{32}");
      assertThat(made.at("/feedback/value")).isEqualTo(TraceClient.parse(value));
      assertThat(made.required("valid").booleanValue()).isTrue();
      assertThat(made.required("create_time").stringValue()).isEqualTo("2026-01-02T03:04:05.678Z");
      assertThat(made.at("/source/source_type").stringValue()).isEqualTo("HUMAN");
      assertThat(made.at("/metadata/page").stringValue()).isEqualTo("3");
      assertThat(get(made)).isEqualTo(made);
    }
    assertThat(
            client
                .json("GET", "/api/3.0/mlflow/traces/tr-1", null)
                .at("/trace/trace_info/assessments")
                .size())
        .isEqualTo(5);
  }

  @Test
  void keepsExpectationsErrorsAndIssues() {
    JsonNode expectation =
        create(
            """
            {"assessment_name": "answer", "source": {"source_type": 3, "source_id": "suite"},
             "expectation": {"serialized_value": {"serialization_format": "JSON_FORMAT",
               "value": "{\\"a\\": 1}"}}, "span_id": "00f067aa0ba902b7"}
            """);
    JsonNode failed =
        create(
            """
            {"assessment_name": "judge", "source": {"source_type": "AI_JUDGE"},
             "feedback": {"error": {"error_code": "TIMEOUT", "error_message": "too slow"}}}
            """);
    JsonNode issue =
        create(
            """
            {"assessment_name": "issue", "source": {"source_type": "CODE", "source_id": "x"},
             "issue": {"issue_name": "loops"}}
            """);

    assertThat(get(expectation).at("/expectation/serialized_value/value").stringValue())
        .isEqualTo("{\"a\": 1}");
    assertThat(get(expectation).at("/source/source_type").stringValue()).isEqualTo("CODE");
    assertThat(get(expectation).required("span_id").stringValue()).isEqualTo("00f067aa0ba902b7");
    assertThat(get(failed).at("/feedback/error/error_code").stringValue()).isEqualTo("TIMEOUT");
    assertThat(get(failed).at("/source/source_type").stringValue()).isEqualTo("LLM_JUDGE");
    assertThat(get(issue).at("/issue/issue_name").stringValue()).isEqualTo("loops");
  }

  @Test
  void oneThatOverridesAnotherLeavesItNotValidUntilItIsTakenBack() {
    JsonNode first = create(feedback("true"));
    JsonNode second =
        create(feedback("false").replaceFirst("\\{", "{\"overrides\": \"" + id(first) + "\", "));

    assertThat(get(first).required("valid").booleanValue()).isFalse();
    assertThat(get(second).required("overrides").stringValue()).isEqualTo(id(first));
    client.json("DELETE", PATH + "/" + id(second), null);
    assertThat(get(first).required("valid").booleanValue()).isTrue();
    client.json("DELETE", PATH + "/" + id(second), null);
    TestClient.Reply missing = client.send("GET", PATH + "/" + id(second), null);
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.json().required("message").stringValue())
        .isEqualTo("Assessment with ID '%s' not found for trace 'tr-1'".formatted(id(second)));
  }

  @Test
  void changesWhatTheMaskNames() {
    JsonNode made = create(feedback("true"));

    client.json(
        "PATCH",
        PATH + "/" + id(made),
        """
        {"assessment": {"assessment_id": "x", "feedback": {"value": "no"}, "rationale": "changed",
          "metadata": {"new": "1"}}, "update_mask": "feedback,metadata"}
        """);

    JsonNode changed = get(made);
    assertThat(changed.at("/feedback/value").stringValue()).isEqualTo("no");
    assertThat(changed.required("rationale").stringValue()).isEqualTo("reads well");
    assertThat(changed.required("metadata"))
        .isEqualTo(TraceClient.parse("{\"page\": \"3\", \"new\": \"1\"}"));
    assertThat(changed.required("last_update_time")).isNotEqualTo(made.required("create_time"));
    client.json(
        "PATCH",
        PATH + "/" + id(made),
        "{\"assessment\": {\"assessment_name\": \"n\"}, \"update_mask\": \"assessmentName\"}");
    assertThat(get(made).required("assessment_name").stringValue()).isEqualTo("n");
    TestClient.Reply other =
        client.send(
            "PATCH",
            PATH + "/" + id(made),
            "{\"assessment\": {\"expectation\": {\"value\": 1}}, \"update_mask\": \"expectation\"}");
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.json().required("message").stringValue())
        .isEqualTo("Cannot update expectation value on a Feedback assessment.");
  }

  @Test
  void refusesWhatCannotBeSaid() {
    for (String wrong :
        new String[] {
          "{}",
          "{\"assessment\": 7}",
          "{\"assessment\": {\"assessment_name\": \"a\"}}",
          "{\"assessment\": {\"assessment_name\": \"a\", \"feedback\": {}}}",
          "{\"assessment\": {\"assessment_name\": \"a\", \"feedback\": {\"value\": 1},"
              + " \"expectation\": {\"value\": 1}}}",
          "{\"assessment\": {\"feedback\": {\"value\": 1}}}",
          "{\"assessment\": {\"assessment_name\": \"a\", \"feedback\": {\"value\": 1},"
              + " \"source\": {\"source_type\": \"DOG\"}}}",
          "{\"assessment\": {\"assessment_name\": \"a\", \"feedback\": {\"value\": \"\\u0000\"}}}",
          "{\"assessment\": {\"assessment_name\": \"a\", \"feedback\": {\"value\": \"\\ud800\"}}}",
          "{\"assessment\": {\"assessment_name\": \"a\", \"feedback\": {\"value\": 1},"
              + " \"create_time\": \"yesterday\"}}"
        }) {
      TestClient.Reply reply = client.send("POST", PATH, wrong);
      assertThat(reply.status()).as(wrong + reply.body()).isEqualTo(400);
    }
    assertThat(
            client
                .send(
                    "POST", PATH.replace("tr-1", "tr-2"), "{\"assessment\": " + feedback("1") + "}")
                .status())
        .isEqualTo(404);
    String overriding = feedback("1").replaceFirst("\\{", "{\"overrides\": \"a-none\", ");
    assertThat(client.send("POST", PATH, "{\"assessment\": " + overriding + "}").status())
        .isEqualTo(404);
  }
}
