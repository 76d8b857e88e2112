// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Fields;
import io.ratchet.base.Problem;
import io.ratchet.journal.Journal;
import io.ratchet.storage.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The prompts. */
public final class Prompts extends Assets<PromptVersion> {
  /** What the journal and the database call this kind of asset. */
  public static final String KIND = "prompt";

  public Prompts(
      Database database, Journal journal, InstantSource time, FirstLoad firstLoad, Limits limits) {
    super(new PromptKind(), database, journal, time, firstLoad, limits);
  }

  /** Registers a version within the caller's transaction; {@link #reload} makes it count. */
  public void add(
      Handle handle,
      String name,
      Semver version,
      PromptContent content,
      @Nullable String reason,
      String actor) {
    add(handle, name, version, content, "json", reason, actor);
  }

  /**
   * The content that fields describe, as a request to register a version gives them.
   *
   * @throws io.ratchet.base.Failure INVALID with every fault
   */
  public PromptContent read(ObjectNode fields) {
    List<Problem> problems = new ArrayList<>();
    Fields in = Fields.of(fields, "", problems);
    PromptFields.Draft draft = new PromptFields(in, "", problems, limits()).read(null);
    in.finish();
    return Objects.requireNonNull(draft).content();
  }
}
