// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.mlflow.Refusals;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The endpoints of assessments. */
public final class AssessmentsApi {
  private static final List<String> FIELDS =
      List.of(
          "assessment_name",
          "source",
          "feedback",
          "expectation",
          "issue",
          "rationale",
          "metadata",
          "valid");

  private final Assessments assessments;
  private final Traces traces;
  private final TraceOwners owners;

  public AssessmentsApi(Assessments assessments, Traces traces, TraceOwners owners) {
    this.assessments = assessments;
    this.traces = traces;
    this.owners = owners;
  }

  public List<Route> routes() {
    String all = "/3.0/mlflow/traces/{trace_id}/assessments";
    String one = all + "/{assessment_id}";
    return Endpoint.projectRoutes(
        List.of(
            Endpoint.post(all, this::create),
            Endpoint.get(one, this::get),
            Endpoint.patch(one, this::update),
            Endpoint.delete(one, this::delete)));
  }

  private Answer create(Request request) {
    Arguments message = AssessmentReader.message(Arguments.of(request));
    return answer(assessments.create(trace(request), message));
  }

  private Answer get(Request request) {
    return answer(assessments.get(trace(request), id(request)));
  }

  private Answer update(Request request) {
    Arguments arguments = Arguments.of(request);
    Arguments message = AssessmentReader.message(arguments);
    List<String> mask = Assessments.mask(arguments);
    if (mask == null) {
      throw Refusals.absent("update_mask");
    }
    for (String field : mask) {
      if (!FIELDS.contains(field)) {
        throw Refusals.unfit("update_mask", field, "It must name fields of " + FIELDS);
      }
    }
    return answer(assessments.update(trace(request), id(request), message, mask));
  }

  private Answer delete(Request request) {
    assessments.delete(trace(request), id(request));
    return Answer.json(Json.object());
  }

  /** The trace that is meant, if it is to be seen. */
  private String trace(Request request) {
    String trace = Texts.wellFormed("trace_id", request.parameter("trace_id"));
    traces.require(owners.of(request), trace);
    return trace;
  }

  private static String id(Request request) {
    return Texts.wellFormed("assessment_id", request.parameter("assessment_id"));
  }

  private static Answer answer(Assessment assessment) {
    ObjectNode body = Json.object();
    body.set("assessment", AssessmentJson.of(assessment));
    return Answer.json(body);
  }
}
