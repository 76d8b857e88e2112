// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import io.ratchet.base.Json;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What changed between two versions of a prompt. Pure.
 *
 * @param text unified diff of the messages as one text, empty where they are equal
 * @param schemaChanges what changed for readers of the answers
 */
public record PromptDiff(
    PromptVersion from,
    PromptVersion to,
    String text,
    int linesAdded,
    int linesRemoved,
    List<String> variablesAdded,
    List<String> variablesRemoved,
    List<SchemaChange> schemaChanges) {
  private static final int CONTEXT_LINES = 3;

  /** Longer texts are shown as replaced whole: finding the shortest diff takes quadratic time. */
  private static final int LINES_LIMIT = 5_000;

  public PromptDiff {
    variablesAdded = List.copyOf(variablesAdded);
    variablesRemoved = List.copyOf(variablesRemoved);
    schemaChanges = List.copyOf(schemaChanges);
  }

  public static PromptDiff between(PromptVersion from, PromptVersion to) {
    List<String> before = from.content().text().lines().toList();
    List<String> after = to.content().text().lines().toList();
    Patch<String> patch = patch(before, after);
    int added = 0;
    int removed = 0;
    for (AbstractDelta<String> delta : patch.getDeltas()) {
      added += delta.getTarget().size();
      removed += delta.getSource().size();
    }
    List<String> lines =
        UnifiedDiffUtils.generateUnifiedDiff(label(from), label(to), before, patch, CONTEXT_LINES);
    return new PromptDiff(
        from,
        to,
        lines.isEmpty() ? "" : String.join("\n", lines) + "\n",
        added,
        removed,
        to.variables().stream().filter(name -> !from.variables().contains(name)).toList(),
        from.variables().stream().filter(name -> !to.variables().contains(name)).toList(),
        SchemaPolicy.changes(from.outputSchema(), to.outputSchema()));
  }

  private static String label(PromptVersion version) {
    return version.name() + "@" + version.version();
  }

  private static Patch<String> patch(List<String> before, List<String> after) {
    if (before.size() <= LINES_LIMIT && after.size() <= LINES_LIMIT) {
      return DiffUtils.diff(before, after);
    }
    Patch<String> whole = new Patch<>();
    if (!before.equals(after)) {
      whole.addDelta(new ChangeDelta<>(new Chunk<>(0, before), new Chunk<>(0, after)));
    }
    return whole;
  }

  /** Whether a reader of the old answers may fail on the new ones. */
  public boolean isBreaking() {
    return schemaChanges.stream().anyMatch(SchemaChange::breaking);
  }

  /** As answers show it. */
  public ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("from", from.version().toString())
            .put("to", to.version().toString())
            .put("diff", text)
            .put("lines_added", linesAdded)
            .put("lines_removed", linesRemoved);
    json.set("variables_added", Json.array(variablesAdded));
    json.set("variables_removed", Json.array(variablesRemoved));
    ArrayNode changes = json.putArray("schema_changes");
    for (SchemaChange change : schemaChanges) {
      changes
          .addObject()
          .put("path", change.path())
          .put("change", change.what())
          .put("breaking", change.breaking());
    }
    json.put("breaking", isBreaking());
    change(json, "model", text(from.model()), text(to.model()));
    change(json, "parameters", from.parameters(), to.parameters());
    return json;
  }

  private static JsonNode text(@Nullable String text) {
    return text == null ? Json.mapper().nullNode() : Json.mapper().stringNode(text);
  }

  /** Both values where they differ, null where they are equal. */
  private static void change(ObjectNode json, String name, JsonNode before, JsonNode after) {
    if (Objects.equals(before, after)) {
      json.putNull(name);
    } else {
      ObjectNode change = json.putObject(name);
      change.set("from", before);
      change.set("to", after);
    }
  }
}
