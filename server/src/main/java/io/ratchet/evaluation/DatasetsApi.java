// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.mlflow.Refusals;
import io.ratchet.search.Expression;
import io.ratchet.search.Filter;
import io.ratchet.search.Grammars;
import io.ratchet.search.Key;
import io.ratchet.search.Kind;
import io.ratchet.search.Ordering;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The endpoints of evaluation datasets. */
public final class DatasetsApi {
  private static final String ROOT = "/3.0/mlflow/datasets";
  private static final String ONE = ROOT + "/{dataset_id}";
  private static final int USUAL_DATASETS = 50;
  private static final int MOST_DATASETS = 1_000;
  private static final int USUAL_RECORDS = 1_000;
  private static final int MOST_RECORDS = 10_000;
  private static final Ordering.Term NEWEST =
      new Ordering.Term(new Key(Kind.ATTRIBUTE, "created_time"), false);

  private final Datasets datasets;
  private final Groups groups;

  public DatasetsApi(Datasets datasets, Groups groups) {
    this.datasets = datasets;
    this.groups = groups;
  }

  public List<Route> routes() {
    return Endpoint.projectRoutes(
        List.of(
            Endpoint.post(ROOT + "/create", this::create),
            Endpoint.get(ONE, this::get),
            Endpoint.delete(ONE, this::delete),
            Endpoint.search(ROOT + "/search", this::search),
            Endpoint.get(ROOT + "/search", this::search),
            Endpoint.patch(ONE + "/tags", this::setTags),
            Endpoint.delete(ONE + "/tags/{key}", this::deleteTag),
            Endpoint.post(ONE + "/records", this::upsert),
            Endpoint.get(ONE + "/records", this::records),
            Endpoint.delete(ONE + "/records", this::deleteRecords),
            Endpoint.get(ONE + "/experiment-ids", this::groupIds),
            Endpoint.post(ONE + "/add-experiments", this::addGroups),
            Endpoint.post(ONE + "/remove-experiments", this::removeGroups)));
  }

  private Answer create(Request request) {
    Arguments arguments = Arguments.of(request);
    String project = groups.project(request);
    String name = EvaluationLimits.check("name", arguments.required("name"), EvaluationLimits.NAME);
    Map<String, @Nullable String> tags = RecordReader.tags(arguments.text("tags"));
    List<String> ids = groupIds(project, arguments);
    Dataset dataset =
        datasets.create(
            project,
            name,
            described(arguments, "schema", EvaluationLimits.SCHEMA),
            described(arguments, "profile", EvaluationLimits.PROFILE),
            EvaluationLimits.checkIfGiven(
                "created_by", arguments.find("created_by").orElse(null), EvaluationLimits.ACTOR),
            tags,
            ids);
    return Answer.json(DatasetJson.wrapped(dataset));
  }

  private static @Nullable String described(Arguments arguments, String field, int most) {
    return EvaluationLimits.checkIfGiven(field, arguments.find(field).orElse(null), most);
  }

  private List<String> groupIds(String project, Arguments arguments) {
    List<String> ids = arguments.texts("experiment_ids").stream().distinct().toList();
    if (ids.size() > EvaluationLimits.GROUPS) {
      throw Refusals.invalid("A dataset has at most " + EvaluationLimits.GROUPS + " experiments");
    }
    return ids.stream().map(id -> groups.require(project, id)).distinct().toList();
  }

  private Answer get(Request request) {
    return Answer.json(DatasetJson.wrapped(datasets.get(groups.project(request), id(request))));
  }

  private Answer delete(Request request) {
    datasets.delete(groups.project(request), id(request));
    return Answer.json(Json.object());
  }

  private static String id(Request request) {
    return request.parameter("dataset_id");
  }

  private Answer search(Request request) {
    Arguments arguments = Arguments.of(request);
    int limit = arguments.maxResults(USUAL_DATASETS, MOST_DATASETS);
    long offset = number(arguments.pageKey());
    Expression filter = Filter.parse(arguments.text("filter_string"), Grammars.DATASETS);
    Ordering ordering = Ordering.parse(arguments.texts("order_by"), Grammars.DATASETS).then(NEWEST);
    List<String> ids = arguments.texts("experiment_ids").stream().distinct().toList();
    if (ids.size() > EvaluationLimits.GROUPS) {
      throw Refusals.invalid(
          "At most " + EvaluationLimits.GROUPS + " experiments are searched at once");
    }
    List<Dataset> found =
        datasets.search(groups.project(request), ids, filter, ordering, limit, offset);
    Page<Dataset> page = Page.cut(found, limit, _ -> Long.toString(offset + limit));
    ObjectNode answer = Json.object();
    if (!page.items().isEmpty()) {
      ArrayNode list = answer.putArray("datasets");
      page.items().forEach(dataset -> list.add(DatasetJson.dataset(dataset)));
    }
    return withToken(answer, page.nextPageToken());
  }

  private static Answer withToken(ObjectNode answer, @Nullable String token) {
    if (token != null) {
      answer.put("next_page_token", token);
    }
    return Answer.json(answer);
  }

  private static long number(@Nullable String key) {
    try {
      long number = key == null ? 0 : Long.parseLong(key);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw Refusals.pageToken();
    }
    throw Refusals.pageToken();
  }

  private Answer setTags(Request request) {
    Map<String, @Nullable String> tags = RecordReader.tags(Arguments.of(request).required("tags"));
    Dataset dataset =
        datasets.change(
            groups.project(request),
            id(request),
            handle -> DatasetStore.setTags(handle, id(request), tags));
    return Answer.json(DatasetJson.wrapped(dataset));
  }

  private Answer deleteTag(Request request) {
    String key = request.parameter("key");
    datasets.change(
        groups.project(request),
        id(request),
        handle -> DatasetStore.deleteTag(handle, id(request), key));
    return Answer.json(Json.object());
  }

  private Answer upsert(Request request) {
    Arguments arguments = Arguments.of(request);
    List<EvaluationRecord> records = RecordReader.records(arguments.required("records"));
    String by =
        EvaluationLimits.checkIfGiven(
            "updated_by", arguments.find("updated_by").orElse(null), EvaluationLimits.ACTOR);
    Datasets.Upserted upserted = datasets.upsert(groups.project(request), id(request), records, by);
    return Answer.json(
        Json.object()
            .put("inserted_count", upserted.inserted())
            .put("updated_count", upserted.updated()));
  }

  private Answer records(Request request) {
    Arguments arguments = Arguments.of(request);
    int limit = arguments.maxResults(USUAL_RECORDS, MOST_RECORDS);
    Page<RecordStore.Kept> page =
        datasets.records(groups.project(request), id(request), number(arguments.pageKey()), limit);
    return withToken(
        Json.object().put("records", DatasetJson.records(id(request), page.items())),
        page.nextPageToken());
  }

  private Answer deleteRecords(Request request) {
    List<String> ids = Arguments.of(request).texts("dataset_record_ids");
    if (ids.size() > MOST_RECORDS) {
      throw Refusals.invalid("At most " + MOST_RECORDS + " records are deleted at once");
    }
    int deleted = datasets.deleteRecords(groups.project(request), id(request), ids);
    return Answer.json(Json.object().put("deleted_count", deleted));
  }

  private Answer groupIds(Request request) {
    Dataset dataset = datasets.get(groups.project(request), id(request));
    ObjectNode answer = Json.object();
    if (!dataset.groups().isEmpty()) {
      answer.set("experiment_ids", Json.array(dataset.groups()));
    }
    return Answer.json(answer);
  }

  private Answer addGroups(Request request) {
    String project = groups.project(request);
    List<String> ids = groupIds(project, Arguments.of(request));
    return Answer.json(
        DatasetJson.wrapped(
            datasets.change(
                project, id(request), handle -> DatasetStore.addGroups(handle, id(request), ids))));
  }

  private Answer removeGroups(Request request) {
    List<String> ids = Arguments.of(request).texts("experiment_ids");
    return Answer.json(
        DatasetJson.wrapped(
            datasets.change(
                groups.project(request),
                id(request),
                handle -> DatasetStore.removeGroups(handle, id(request), ids))));
  }
}
