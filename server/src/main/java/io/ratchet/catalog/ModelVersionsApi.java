// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Json;
import io.ratchet.catalog.Listing.Numbered;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.mlflow.Refusals;
import io.ratchet.registry.Models;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Versions of registered models: made, moved, tagged and found. */
final class ModelVersionsApi {
  private static final String PATH = "/2.0/mlflow/model-versions/";
  private static final String CLIENT = "by an MLflow client";

  private final Catalog catalog;
  private final Stages stages;
  private final Contents contents;
  private final Searching searching;
  private final CatalogJson json;

  ModelVersionsApi(
      Catalog catalog, Stages stages, Contents contents, Searching searching, CatalogJson json) {
    this.catalog = catalog;
    this.stages = stages;
    this.contents = contents;
    this.searching = searching;
    this.json = json;
  }

  List<Route> routes() {
    return Endpoint.projectRoutes(
        List.of(
            Endpoint.post(PATH + "create", this::create),
            Endpoint.get(PATH + "get", this::get),
            Endpoint.patch(PATH + "update", this::update),
            Endpoint.delete(PATH + "delete", this::delete),
            Endpoint.get(PATH + "search", this::search),
            Endpoint.get(PATH + "get-download-uri", this::downloadUri),
            Endpoint.post(PATH + "transition-stage", this::transition),
            Endpoint.post(PATH + "set-tag", this::setTag),
            Endpoint.delete(PATH + "delete-tag", this::deleteTag)));
  }

  private record Named(Listing listing, Numbered version) {}

  private Named named(Request request, Arguments in) {
    String name = in.required("name");
    String number = in.required("version");
    long _ = NamePolicy.number(number);
    Listing listing =
        catalog.find(request.project(), name).orElseThrow(() -> NamePolicy.missing(name, number));
    return new Named(listing, catalog.version(listing, number));
  }

  private Answer answer(Listing listing, Numbered version) {
    return Answer.json(Json.object().set("model_version", json.whole(listing, version)));
  }

  private Answer create(Request request) {
    Arguments in = Arguments.of(request);
    String name = in.required("name");
    String source = in.required("source");
    String run = in.find("run_id").orElse("");
    Map<String, String> tags = RegisteredModelsApi.tags(in);
    Numbered notes =
        new Numbered(
            Semver.parse("0.0.0"),
            0,
            RegisteredModelsApi.description(in),
            tags,
            source,
            run,
            in.find("run_link").orElse(""),
            Instant.EPOCH,
            Instant.EPOCH);
    Listing listing = catalog.get(request.project(), name);
    if (listing.kind().equals(Models.KIND)) {
      Sources.check(source);
    }
    String actor = request.caller().name();
    Contents.Wanted wanted = contents.of(listing, notes, actor);
    Numbered added = catalog.add(listing, wanted.registration(), wanted.notes(), actor);
    return answer(catalog.get(listing.project(), name), added);
  }

  private Answer get(Request request) {
    Named named = named(request, Arguments.of(request));
    return answer(named.listing(), named.version());
  }

  private Answer update(Request request) {
    Arguments in = Arguments.of(request);
    Named named = named(request, in);
    String description = RegisteredModelsApi.description(in);
    Numbered changed =
        catalog.change(
            named.listing(),
            named.version().number(),
            present -> present.withDescription(description),
            Catalog.Entry.of("version.annotated"),
            request.caller().name());
    return answer(catalog.get(named.listing().project(), named.listing().name()), changed);
  }

  private Answer delete(Request request) {
    Named named = named(request, Arguments.of(request));
    if (stages.of(named.listing(), named.version()) == Stage.PRODUCTION) {
      stages.move(
          named.listing(),
          named.version(),
          Stage.ARCHIVED,
          false,
          "deleted " + CLIENT,
          request.caller().name());
    }
    catalog.delete(named.listing(), named.version(), request.caller().name());
    return Answer.json(Json.object());
  }

  private Answer search(Request request) {
    return Answer.json(searching.versions(request.project(), Arguments.of(request)));
  }

  private Answer downloadUri(Request request) {
    Named named = named(request, Arguments.of(request));
    String source = CatalogJson.source(named.listing(), named.version());
    return Answer.json(
        Json.object().put("artifact_uri", contents.location(named.listing().project(), source)));
  }

  private Answer transition(Request request) {
    Arguments in = Arguments.of(request);
    Named named = named(request, in);
    Stage stage = Stages.named(in.required("stage"));
    boolean archive = in.flag("archive_existing_versions", false);
    String actor = request.caller().name();
    String reason = in.find("comment").orElse("transition " + CLIENT);
    stages.move(named.listing(), named.version(), stage, archive, reason, actor);
    Numbered touched = catalog.touch(named.listing(), named.version().number());
    return answer(catalog.get(named.listing().project(), named.listing().name()), touched);
  }

  private Answer setTag(Request request) {
    Arguments in = Arguments.of(request);
    Named named = named(request, in);
    String key = in.required("key");
    String value = in.find("value").orElse("");
    NamePolicy.checkTag(key, value);
    refuseContent(named, key);
    var _ =
        catalog.change(
            named.listing(),
            named.version().number(),
            present -> present.withTags(NamePolicy.with(present.tags(), key, value)),
            new Catalog.Entry("version.tagged", Json.object().put("key", key).put("value", value)),
            request.caller().name());
    return Answer.json(Json.object());
  }

  private Answer deleteTag(Request request) {
    Arguments in = Arguments.of(request);
    Named named = named(request, in);
    String key = in.required("key");
    refuseContent(named, key);
    if (named.version().tags().containsKey(key)) {
      var _ =
          catalog.change(
              named.listing(),
              named.version().number(),
              present -> present.withTags(NamePolicy.without(present.tags(), key)),
              new Catalog.Entry("version.untagged", Json.object().put("key", key)),
              request.caller().name());
    }
    return Answer.json(Json.object());
  }

  /** What a prompt says is immutable, also where a tag says it. */
  private static void refuseContent(Named named, String key) {
    if (named.listing().kind().equals(Prompts.KIND) && PromptTags.CONTENT.contains(key)) {
      throw Refusals.invalid(
          "The tag '"
              + key
              + "' holds the content of a version of a prompt, which cannot change."
              + " Register another version.");
    }
  }
}
