// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.mlflow.Refusals;
import io.ratchet.search.Filter;
import io.ratchet.search.Grammars;
import io.ratchet.search.Ordering;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Logged models for MLflow's clients. */
public final class LoggedModelsApi {
  private static final String AT = "/2.0/mlflow/logged-models";
  private static final String ONE = AT + "/{model_id}";
  private static final String FORBIDDEN = "/:.%\"'";
  private static final int NAME = 500;
  private static final int MOST_PAIRS = 1_000;
  private static final int MOST_GROUPS = 1_000;
  private static final int MOST_DATASETS = 100;
  private static final int USUAL = 50;
  private static final int MOST = 1_000;

  private final LoggedModels models;
  private final Answers answers;

  public LoggedModelsApi(LoggedModels models, Answers answers) {
    this.models = models;
    this.answers = answers;
  }

  public List<Route> routes() {
    return Endpoint.projectRoutes(
        List.of(
            Endpoint.post(AT, this::create),
            Endpoint.search(AT + "/search", this::search),
            Endpoint.get(ONE, this::get),
            Endpoint.patch(ONE, this::setStatus),
            Endpoint.delete(ONE, this::delete),
            Endpoint.patch(ONE + "/tags", this::setTags),
            Endpoint.delete(ONE + "/tags/{tag_key}", this::deleteTag),
            Endpoint.post(ONE + "/params", this::addParams)));
  }

  private static String id(Request request) {
    return request.parameter("model_id");
  }

  private static Answer answer(LoggedModel model) {
    return Answer.json(LoggedModelJson.wrapped(model));
  }

  private Answer create(Request request) {
    Arguments in = Arguments.of(request);
    String group = in.required("experiment_id");
    String name = name(in.text("name"));
    String type = bounded("Model type", in.text("model_type"));
    String run = bounded("Run id", in.text("source_run_id"));
    List<Param> params = params(in);
    List<Tag> tags = tags(in);
    String answer =
        answers.answer(
            request,
            handle ->
                Json.text(
                    LoggedModelJson.wrapped(
                        models.create(
                            handle, request.project(), group, name, type, run, params, tags))));
    return Answer.bytes(200, "application/json", answer.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String name(@Nullable String name) {
    if (name == null) {
      return null;
    }
    if (name.isEmpty() || name.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0)) {
      throw Refusals.invalid(
          ("Invalid model name ('%s') provided. Model name must be a non-empty string and cannot"
                  + " contain the following characters: ('/', ':', '.', '%%', '\"', \"'\")")
              .formatted(Problem.shorten(name)));
    }
    KeyPolicy.checkLength("Model name", name, NAME);
    return name;
  }

  private static String bounded(String what, @Nullable String text) {
    KeyPolicy.checkLength(what, text == null ? "" : text, NAME);
    return text == null ? "" : text;
  }

  private static List<Arguments> limited(Arguments in, String field) {
    List<Arguments> all = in.objects(field);
    if (all.size() > MOST_PAIRS) {
      throw Refusals.invalid(
          "A request can contain at most %d %s. Got %d.".formatted(MOST_PAIRS, field, all.size()));
    }
    return all;
  }

  private static List<Param> params(Arguments in) {
    List<Param> params = new ArrayList<>();
    for (Arguments one : limited(in, "params")) {
      params.add(LogReader.param(one, "params[" + params.size() + "]."));
    }
    return params;
  }

  private static List<Tag> tags(Arguments in) {
    limited(in, "tags");
    return LogReader.tags(in, KeyPolicy.TAG_LENGTH, true);
  }

  private Answer get(Request request) {
    return answer(models.get(request.project(), id(request)));
  }

  private Answer setStatus(Request request) {
    JsonNode status = Arguments.of(request).raw("status");
    if (status == null) {
      throw Refusals.absent("status");
    }
    ModelStatus known =
        ModelStatus.find(status.asString(""))
            .orElseThrow(() ->
                Refusals.unfit(
                    "status",
                    status.toString(),
                    "It must be one of LOGGED_MODEL_PENDING, LOGGED_MODEL_READY,"
                        + " LOGGED_MODEL_UPLOAD_FAILED"));
    return answer(models.setStatus(request.project(), id(request), known));
  }

  private Answer delete(Request request) {
    models.delete(request.project(), id(request));
    return Answer.json(Json.object());
  }

  private Answer setTags(Request request) {
    return answer(models.setTags(request.project(), id(request), tags(Arguments.of(request))));
  }

  private Answer deleteTag(Request request) {
    models.deleteTag(request.project(), id(request), request.parameter("tag_key"));
    return Answer.json(Json.object());
  }

  private Answer addParams(Request request) {
    models.addParams(request.project(), id(request), params(Arguments.of(request)));
    return Answer.json(Json.object());
  }

  private Answer search(Request request) {
    Arguments in = Arguments.of(request);
    List<String> ids = in.texts("experiment_ids");
    if (ids.size() > MOST_GROUPS) {
      throw Refusals.invalid("At most " + MOST_GROUPS + " experiments are searched at once");
    }
    List<LoggedModelSearch.On> datasets =
        in.objects("datasets").stream().map(LoggedModelsApi::dataset).toList();
    List<LoggedModelSearch.Order> orders =
        in.objects("order_by").stream().map(LoggedModelsApi::order).toList();
    if (datasets.size() > MOST_DATASETS || orders.size() > Ordering.MOST_TERMS) {
      throw Refusals.invalid(
          "A search names at most %d datasets and %d fields to order by"
              .formatted(MOST_DATASETS, Ordering.MOST_TERMS));
    }
    LoggedModelSearch.Result found =
        models.search(
            new LoggedModelSearch(
                request.project(),
                ids.stream().map(RunGroups::number).collect(Collectors.toList()),
                Filter.parse(in.text("filter"), Grammars.LOGGED_MODELS),
                datasets,
                orders,
                in.maxResults(USUAL, MOST),
                offset(in.pageKey())));
    ObjectNode answer = Json.object();
    if (!found.models().isEmpty()) {
      ArrayNode list = answer.putArray("models");
      found.models().forEach(model -> list.add(LoggedModelJson.model(model)));
    }
    if (found.nextPageToken() != null) {
      answer.put("next_page_token", found.nextPageToken());
    }
    return Answer.json(answer);
  }

  private static LoggedModelSearch.On dataset(Arguments in) {
    return new LoggedModelSearch.On(
        in.required("dataset_name"), in.find("dataset_digest").orElse(null));
  }

  private static LoggedModelSearch.Order order(Arguments in) {
    Ordering.Term term =
        Ordering.parse(List.of(in.required("field_name")), Grammars.LOGGED_MODELS)
            .terms()
            .getFirst();
    String dataset = in.find("dataset_name").orElse(null);
    String digest = in.find("dataset_digest").orElse(null);
    if (dataset == null && digest != null) {
      throw Refusals.invalid(
          "`dataset_digest` can only be specified if `dataset_name` is also specified.");
    }
    return new LoggedModelSearch.Order(
        new Ordering.Term(term.key(), term.ascending() && in.flag("ascending", true)),
        dataset == null ? null : new LoggedModelSearch.On(dataset, digest));
  }

  private static long offset(@Nullable String key) {
    try {
      long offset = key == null ? 0 : Long.parseLong(key);
      if (offset >= 0) {
        return offset;
      }
    } catch (NumberFormatException e) {
      throw Refusals.pageToken();
    }
    throw Refusals.pageToken();
  }
}
