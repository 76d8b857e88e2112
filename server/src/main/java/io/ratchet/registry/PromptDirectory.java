// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Json;
import io.ratchet.journal.Journal;
import io.ratchet.registry.PromptFiles.Refusal;
import io.ratchet.registry.PromptFiles.Scan;
import io.ratchet.registry.RegistrationPolicy.Decision;
import io.ratchet.registry.ReloadReport.Item;
import io.ratchet.registry.ReloadReport.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/**
 * The prompt directory, read again on demand. What can be loaded is loaded and what cannot is
 * refused and reported; nothing that answers now stops answering.
 */
public final class PromptDirectory {
  private final Path directory;
  private final String defaultPrompt;
  private final Prompts prompts;
  private final Journal journal;
  private Set<Refused> known = Set.of();

  public PromptDirectory(Path directory, String defaultPrompt, Prompts prompts, Journal journal) {
    this.directory = directory;
    this.defaultPrompt = defaultPrompt;
    this.prompts = prompts;
    this.journal = journal;
  }

  Path path() {
    return directory;
  }

  /** Looks through the directory and loads what is new. */
  public synchronized ReloadReport reload(String actor) {
    Scan scan = PromptFiles.scan(directory, defaultPrompt, prompts.limits());
    List<NewVersion> candidates = new ArrayList<>();
    List<Item> unchanged = new ArrayList<>();
    for (NewVersion version : scan.versions()) {
      if (isLoaded(version)) {
        unchanged.add(item(version));
      } else {
        candidates.add(version);
      }
    }
    List<Refused> refused =
        new ArrayList<>(scan.refusals().stream().map(PromptDirectory::refused).toList());
    List<Item> added = new ArrayList<>();
    List<Item> updated = new ArrayList<>();
    Set<Refused> news = new HashSet<>(refused);
    news.removeAll(known);
    if (!candidates.isEmpty() || !news.isEmpty()) {
      prompts.registerFiles(
          candidates,
          actor,
          (handle, results) -> {
            for (Registrations.Result result : results) {
              switch (result.decision()) {
                case Decision.Add _ -> added.add(item(result.version()));
                case Decision.Replace _ -> updated.add(item(result.version()));
                case Decision.Keep _ -> unchanged.add(item(result.version()));
                case Decision.Refuse refuse -> refused.add(refused(result.version(), refuse));
              }
            }
            journal(handle, added, updated, refused, actor);
          });
    }
    known = Set.copyOf(refused);
    return new ReloadReport(
        directory.toString(),
        List.copyOf(added),
        List.copyOf(updated),
        List.copyOf(unchanged),
        List.copyOf(refused),
        scan.ignored().stream().map(PromptDirectory::refused).toList(),
        missing(scan));
  }

  private boolean isLoaded(NewVersion version) {
    return prompts
        .version(version.name(), version.version())
        .filter(there -> there.version().sha256().equals(version.content().sha256()))
        .isPresent();
  }

  private void journal(
      Handle handle, List<Item> added, List<Item> updated, List<Refused> refused, String actor) {
    int news = 0;
    for (Refused refusal : refused) {
      if (!known.contains(refusal)) {
        news++;
        String asset = refusal.prompt() == null ? "" : refusal.prompt();
        journal.append(handle, "version.refused", Prompts.KIND, asset, actor, refusal.json());
      }
    }
    if (!added.isEmpty() || !updated.isEmpty() || news > 0) {
      ObjectNode detail =
          Json.object()
              .put("added", added.size())
              .put("updated", updated.size())
              .put("refused", refused.size());
      journal.append(handle, "prompts.reloaded", Prompts.KIND, "", actor, detail);
    }
  }

  private List<Item> missing(Scan scan) {
    List<Item> missing = new ArrayList<>();
    for (Asset<PromptVersion> prompt : prompts.list()) {
      for (Map.Entry<Semver, Asset.Registered<PromptVersion>> entry :
          prompt.versions().entrySet()) {
        Asset.Registered<PromptVersion> version = entry.getValue();
        String key = prompt.name() + "@" + entry.getKey();
        String file = version.file();
        if (file != null && !scan.seen().contains(key)) {
          String name = entry.getKey().toString();
          missing.add(new Item(prompt.name(), name, file, version.version().sha256()));
        }
      }
    }
    return List.copyOf(missing);
  }

  private static Item item(NewVersion version) {
    return new Item(
        version.name(),
        version.version().toString(),
        String.valueOf(version.file()),
        version.content().sha256());
  }

  private static Refused refused(Refusal refusal) {
    Semver version = refusal.version();
    return new Refused(
        refusal.file(),
        refusal.prompt(),
        version == null ? null : version.toString(),
        refusal.line(),
        refusal.reason());
  }

  private static Refused refused(NewVersion version, Decision.Refuse refuse) {
    return new Refused(
        String.valueOf(version.file()),
        version.name(),
        version.version().toString(),
        null,
        refuse.message() + "; " + refuse.hint());
  }
}
