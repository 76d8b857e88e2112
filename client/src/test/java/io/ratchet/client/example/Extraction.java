// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client.example;

import io.ratchet.client.Assignment;
import io.ratchet.client.Call;
import io.ratchet.client.RatchetClient;
import java.io.IOException;
import java.util.Map;

/** Extracts facts from clinical notes, with the version that a trial gives each user. */
public final class Extraction implements AutoCloseable {
  private final RatchetClient ratchet;
  private final Model model;

  /** Takes one client for the whole service. */
  public Extraction(RatchetClient ratchet, Model model) {
    this.ratchet = ratchet;
    this.model = model;
  }

  /** Asks the trial, serves its version, and records the call with its two stages. */
  public Facts extract(String user, String note) throws IOException {
    Map<String, ?> attributes = Map.of("note_length", note.length());
    Assignment arm = ratchet.assign("shorter-notes", user, attributes, "v1.0.0");
    try (Call call = ratchet.call("extraction", arm)) {
      String prompt = call.stage("render", stage -> model.render(arm.version(), note));
      Facts facts = call.stage("model", stage -> model.ask(prompt));
      call.tokens(facts.inputTokens(), facts.outputTokens()).completeness(facts.completeness());
      call.tag("persona", "nurse").request(note).responseJson(facts.json()).success();
      return facts;
    }
  }

  /** What the user thought of it, whenever that is. */
  public void judged(String user, boolean accepted) {
    ratchet.feedback("shorter-notes", user, "accepted", accepted);
  }

  @Override
  public void close() {
    ratchet.close();
  }

  /** What the service had before it was instrumented. */
  public interface Model {
    String render(String version, String note);

    Facts ask(String prompt) throws IOException;
  }

  /** What the model found. */
  public record Facts(String json, long inputTokens, long outputTokens, double completeness) {}
}
