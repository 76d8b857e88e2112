// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Digest;
import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.storage.Database;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The documents: added once, found by id, and forgotten together with their results. */
public final class Documents {
  private final Database database;
  private final InstantSource time;
  private final Ids ids;

  public Documents(Database database, InstantSource time, Ids ids) {
    this.database = database;
    this.time = time;
    this.ids = ids;
  }

  /**
   * A document that was sent.
   *
   * @param isNew false where the same was sent before
   */
  record Added(Document document, boolean isNew) {}

  /**
   * Keeps a document. One that was sent before under the same id is found again.
   *
   * @throws Failure CONFLICT where the id belongs to another content
   */
  Added add(NewDocument given, String actor) {
    Document document =
        new Document(
            given.id() == null ? ids.next() : given.id(),
            given.name(),
            given.text(),
            given.metadata(),
            given.gold(),
            Digest.sha256(given.text()),
            time.instant(),
            actor);
    String fingerprint = given.fingerprint();
    return database.write(handle -> {
      boolean isNew = DocumentStore.insert(handle, document, fingerprint);
      if (!isNew && !DocumentStore.fingerprint(handle, document.id()).equals(fingerprint)) {
        throw Failure.conflict(
            "the document " + Problem.shorten(document.id()) + " is there with another content",
            "choose another id, or delete the document first; gold alone is changed with"
                + " PUT /api/documents/{id}/gold");
      }
      Document kept = DocumentStore.find(handle, document.id()).orElse(document);
      return new Added(kept, isNew);
    });
  }

  /**
   * A document with its text.
   *
   * @throws Failure MISSING where nobody knows it
   */
  Document get(String id) {
    return database.read(handle -> DocumentStore.find(handle, id)).orElseThrow(() -> missing(id));
  }

  /** The newest first. */
  Page<Document.Brief> list(int limit, @Nullable String pageToken) {
    Place after = Place.parse(pageToken);
    return database.read(handle -> DocumentStore.page(handle, limit, after));
  }

  /** Says what the right fields are, whatever was said before. */
  Document setGold(String id, ObjectNode gold) {
    return database.write(handle -> {
      DocumentStore.setGold(handle, id, gold);
      return DocumentStore.find(handle, id).orElseThrow(() -> missing(id));
    });
  }

  /** Forgets a document and its results; its calls are kept as long as other calls. */
  void delete(String id) {
    database.change(handle -> {
      if (!DocumentStore.delete(handle, id)) {
        throw missing(id);
      }
    });
  }

  private static Failure missing(String id) {
    return Failure.missing(
        "there is no document " + Problem.shorten(id),
        "list them with GET /api/documents, or add one with POST /api/documents");
  }
}
