// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** Reads requests and responses; keeps the dictionaries that it has met, of which there are few. */
final class BodyReader {
  private static final StoredBodies NONE = new StoredBodies(new byte[0], new byte[0]);

  private final Map<Integer, BodyCompression.Dictionary> dictionaries = new ConcurrentHashMap<>();

  private record Row(int dictionary, byte[] content) {}

  /** The bodies of a call, where they were kept and are not yet deleted. */
  StoredBodies find(Handle handle, long sequence) {
    return handle
        .createQuery("SELECT dictionary, content FROM call_body WHERE sequence = :sequence")
        .bind("sequence", sequence)
        .map((row, _) -> new Row(row.getInt("dictionary"), row.getBytes("content")))
        .findOne()
        .map(row -> BodyCompression.expand(row.content(), dictionary(handle, row.dictionary())))
        .orElse(NONE);
  }

  private BodyCompression.Dictionary dictionary(Handle handle, int id) {
    if (id == 0) {
      return BodyCompression.Dictionary.NONE;
    }
    BodyCompression.Dictionary known = dictionaries.get(id);
    if (known == null) {
      known =
          handle
              .createQuery("SELECT content FROM body_dictionary WHERE id = :id")
              .bind("id", id)
              .map((row, _) -> new BodyCompression.Dictionary(id, row.getBytes("content")))
              .one();
      dictionaries.put(id, known);
    }
    return known;
  }
}
