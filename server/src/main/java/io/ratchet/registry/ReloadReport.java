// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What looking through the prompt directory came to.
 *
 * @param added versions that are new
 * @param updated unused versions whose content was replaced
 * @param refused files that are not loaded; what they were before keeps answering
 * @param ignored files that are not versions
 * @param missing versions whose file is gone; they keep answering
 */
public record ReloadReport(
    String directory,
    List<Item> added,
    List<Item> updated,
    List<Item> unchanged,
    List<Refused> refused,
    List<Refused> ignored,
    List<Item> missing) {

  /** A version and the file it came from. */
  public record Item(String prompt, String version, String file, String sha256) {
    ObjectNode json() {
      return Json.object()
          .put("prompt", prompt)
          .put("version", version)
          .put("file", file)
          .put("sha256", sha256);
    }
  }

  /** A file and why it is not loaded; null is unknown. */
  public record Refused(
      String file,
      @Nullable String prompt,
      @Nullable String version,
      @Nullable Integer line,
      String reason) {
    ObjectNode json() {
      return Json.object()
          .put("file", file)
          .put("prompt", prompt)
          .put("version", version)
          .put("line", line)
          .put("reason", reason);
    }
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("directory", directory);
    ArrayNode loaded = json.putArray("loaded");
    added.forEach(item -> loaded.add(item.json()));
    updated.forEach(item -> loaded.add(item.json()));
    unchanged.forEach(item -> loaded.add(item.json()));
    put(json, "added", added);
    put(json, "updated", updated);
    put(json, "unchanged", unchanged);
    ArrayNode refusedFiles = json.putArray("refused");
    refused.forEach(item -> refusedFiles.add(item.json()));
    ArrayNode ignoredFiles = json.putArray("ignored");
    ignored.forEach(item -> ignoredFiles.add(item.json()));
    put(json, "missing_files", missing);
    return json;
  }

  private static void put(ObjectNode json, String name, List<Item> items) {
    ArrayNode array = json.putArray(name);
    items.forEach(item -> array.add(item.json()));
  }

  /** Whether anything was loaded anew. */
  public boolean isChange() {
    return !added.isEmpty() || !updated.isEmpty();
  }
}
