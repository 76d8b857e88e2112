// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Json;
import io.ratchet.base.Project;
import io.ratchet.catalog.Listing.Numbered;
import io.ratchet.model.ModelContent;
import io.ratchet.registry.Models;
import io.ratchet.registry.PromptContent;
import io.ratchet.registry.Prompts;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a version's notes make of it: the content that is registered, and what is kept beside. */
final class Contents {
  /** How many names a source may go through before its files are found. */
  private static final int HOPS = 8;

  private final Catalog catalog;
  private final Sources sources;
  private final Prompts prompts;
  private final Models models;

  Contents(Catalog catalog, Sources sources, Prompts prompts, Models models) {
    this.catalog = catalog;
    this.sources = sources;
    this.prompts = prompts;
    this.models = models;
  }

  /** What is to be registered, and the notes without what follows from it. */
  record Wanted(Catalog.Registration registration, Numbered notes) {}

  Wanted of(Listing listing, Numbered notes, String actor) {
    return listing.kind().equals(Prompts.KIND)
        ? prompt(listing, notes, actor)
        : model(listing, notes, actor);
  }

  private Wanted prompt(Listing listing, Numbered notes, String actor) {
    PromptContent content = PromptTags.content(notes.tags(), prompts);
    Map<String, String> kept = new TreeMap<>(notes.tags());
    kept.entrySet().removeAll(PromptTags.of(content).entrySet());
    String reason = notes.description().isEmpty() ? null : notes.description();
    return new Wanted(
        (handle, version) -> prompts.add(handle, listing.name(), version, content, reason, actor),
        notes.withTags(kept));
  }

  private Wanted model(Listing listing, Numbered notes, String actor) {
    ModelContent content =
        readable(
            sources.content(
                listing.project(),
                notes.source(),
                location(listing.project(), notes.source()),
                notes.run()));
    String reason = notes.run().isEmpty() ? null : "run " + notes.run();
    return new Wanted(
        (handle, version) -> models.add(handle, listing.name(), version, content, reason, actor),
        notes);
  }

  /** As the registry will read it: what it could not read must not be written. */
  private static ModelContent readable(ModelContent content) {
    return ModelContent.parse(Json.text(content.json()));
  }

  /** Where the files of a source are, by way of the project's versions and logged models. */
  String location(Project project, String source) {
    return location(project, source, HOPS);
  }

  private String location(Project project, String source, int hops) {
    String next =
        sources.location(
            project,
            source,
            (name, number) ->
                catalog
                    .find(project, name)
                    .flatMap(listing -> Optional.ofNullable(listing.versions().get(number)))
                    .map(Numbered::source));
    return next.equals(source) || hops == 0 ? next : location(project, next, hops - 1);
  }
}
