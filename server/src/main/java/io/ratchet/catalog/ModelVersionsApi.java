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
import io.ratchet.model.ModelContent;
import io.ratchet.registry.Models;
import io.ratchet.registry.PromptContent;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Versions of registered models: made, moved, tagged and found. */
final class ModelVersionsApi {
  private static final String PATH = "/2.0/mlflow/model-versions/";
  private static final String CLIENT = "by an MLflow client";

  /** How many names a source may go through before its files are found. */
  private static final int HOPS = 8;

  private final Catalog catalog;
  private final Stages stages;
  private final Sources sources;
  private final Prompts prompts;
  private final Models models;
  private final Searching searching;
  private final CatalogJson json;

  ModelVersionsApi(
      Catalog catalog,
      Stages stages,
      Sources sources,
      Prompts prompts,
      Models models,
      Searching searching,
      CatalogJson json) {
    this.catalog = catalog;
    this.stages = stages;
    this.sources = sources;
    this.prompts = prompts;
    this.models = models;
    this.searching = searching;
    this.json = json;
  }

  List<Route> routes() {
    return Endpoint.routes(
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

  private Named named(Arguments in) {
    String name = in.required("name");
    String number = in.required("version");
    long _ = NamePolicy.number(number);
    Listing listing = catalog.find(name).orElseThrow(() -> NamePolicy.missing(name, number));
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
    Listing listing = catalog.get(name);
    String actor = request.caller().name();
    Numbered added =
        listing.kind().equals(Prompts.KIND)
            ? prompt(listing, notes, actor)
            : model(listing, notes, actor);
    return answer(catalog.get(name), added);
  }

  private Numbered prompt(Listing listing, Numbered notes, String actor) {
    PromptContent content = PromptTags.content(notes.tags(), prompts);
    Map<String, String> kept = new TreeMap<>(notes.tags());
    kept.entrySet().removeAll(PromptTags.of(content).entrySet());
    String reason = notes.description().isEmpty() ? null : notes.description();
    return catalog.add(
        listing,
        (handle, version) -> prompts.add(handle, listing.name(), version, content, reason, actor),
        notes.withTags(kept),
        actor);
  }

  private Numbered model(Listing listing, Numbered notes, String actor) {
    Sources.check(notes.source());
    ModelContent content = sources.content(notes.source(), location(notes.source()), notes.run());
    String reason = notes.run().isEmpty() ? null : "run " + notes.run();
    return catalog.add(
        listing,
        (handle, version) -> models.add(handle, listing.name(), version, content, reason, actor),
        notes,
        actor);
  }

  /** Where the files of a source are, by way of the versions and logged models it names. */
  String location(String source) {
    return location(source, HOPS);
  }

  private String location(String source, int hops) {
    String next =
        sources.location(
            source,
            (name, number) ->
                catalog
                    .find(name)
                    .flatMap(listing -> Optional.ofNullable(listing.versions().get(number)))
                    .map(Numbered::source));
    return next.equals(source) || hops == 0 ? next : location(next, hops - 1);
  }

  private Answer get(Request request) {
    Named named = named(Arguments.of(request));
    return answer(named.listing(), named.version());
  }

  private Answer update(Request request) {
    Arguments in = Arguments.of(request);
    Named named = named(in);
    String description = RegisteredModelsApi.description(in);
    Numbered changed =
        catalog.change(
            named.listing(),
            named.version().number(),
            present -> present.withDescription(description),
            Catalog.Entry.of("version.annotated"),
            request.caller().name());
    return answer(catalog.get(named.listing().name()), changed);
  }

  private Answer delete(Request request) {
    Named named = named(Arguments.of(request));
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
    return Answer.json(searching.versions(Arguments.of(request)));
  }

  private Answer downloadUri(Request request) {
    Named named = named(Arguments.of(request));
    String source = CatalogJson.source(named.listing(), named.version());
    return Answer.json(Json.object().put("artifact_uri", location(source)));
  }

  private Answer transition(Request request) {
    Arguments in = Arguments.of(request);
    Named named = named(in);
    Stage stage = Stages.named(in.required("stage"));
    boolean archive = in.flag("archive_existing_versions", false);
    String actor = request.caller().name();
    String reason = in.find("comment").orElse("transition " + CLIENT);
    stages.move(named.listing(), named.version(), stage, archive, reason, actor);
    Numbered touched = catalog.touch(named.listing(), named.version().number());
    return answer(catalog.get(named.listing().name()), touched);
  }

  private Answer setTag(Request request) {
    Arguments in = Arguments.of(request);
    Named named = named(in);
    String key = in.required("key");
    String value = in.find("value").orElse("");
    NamePolicy.checkTag(key, value);
    refuseContent(named, key);
    var _ =
        catalog.change(
            named.listing(),
            named.version().number(),
            present -> {
              Map<String, String> tags = new TreeMap<>(present.tags());
              tags.put(key, value);
              NamePolicy.checkTags(tags);
              return present.withTags(tags);
            },
            new Catalog.Entry("version.tagged", Json.object().put("key", key).put("value", value)),
            request.caller().name());
    return Answer.json(Json.object());
  }

  private Answer deleteTag(Request request) {
    Arguments in = Arguments.of(request);
    Named named = named(in);
    String key = in.required("key");
    refuseContent(named, key);
    if (named.version().tags().containsKey(key)) {
      var _ =
          catalog.change(
              named.listing(),
              named.version().number(),
              present -> {
                Map<String, String> tags = new TreeMap<>(present.tags());
                tags.remove(key);
                return present.withTags(tags);
              },
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
