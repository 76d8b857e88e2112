// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Writes requests and responses. One writer keeps a compressor and, until there is a dictionary,
 * samples to train one on; after a transaction that failed it must {@link #forget}.
 */
final class BodyStore implements AutoCloseable {
  /** A larger one teaches a dictionary of 32 KB nothing. */
  private static final int SAMPLE_LIMIT = 16 << 10;

  private final List<byte[]> samples = new ArrayList<>();
  private BodyCompression compression = new BodyCompression(BodyCompression.Dictionary.NONE);
  private boolean loaded;

  /** Bodies of the call with this number. */
  record New(long sequence, long time, StoredBodies bodies) {}

  void insert(Handle handle, List<New> bodies, long now) {
    if (bodies.isEmpty()) {
      return;
    }
    load(handle);
    train(handle, bodies, now);
    Bulk.change(
        handle,
        "INSERT INTO call_body (sequence, time, dictionary, content) VALUES (?, ?, ?, ?)",
        bodies,
        (statement, _, body) -> {
          statement.setLong(1, body.sequence());
          statement.setLong(2, body.time());
          statement.setInt(3, compression.dictionary().id());
          statement.setBytes(4, compression.compress(body.bodies()));
          return 4;
        });
  }

  private void load(Handle handle) {
    if (!loaded) {
      newest(handle).ifPresent(this::use);
      loaded = true;
    }
  }

  /** Trains once, on the first thousand bodies that came this way. */
  private void train(Handle handle, List<New> bodies, long now) {
    if (compression.dictionary().id() != 0) {
      return;
    }
    for (New body : bodies) {
      byte[] sample = BodyCompression.join(body.bodies());
      if (sample.length <= SAMPLE_LIMIT) {
        samples.add(sample);
      }
    }
    if (samples.size() < BodyCompression.SAMPLES) {
      return;
    }
    byte[] content = BodyCompression.train(samples);
    samples.clear();
    if (content != null) {
      use(insertDictionary(handle, content, now));
    }
  }

  private void use(BodyCompression.Dictionary dictionary) {
    compression.close();
    compression = new BodyCompression(dictionary);
    samples.clear();
  }

  void forget() {
    use(BodyCompression.Dictionary.NONE);
    loaded = false;
  }

  private static BodyCompression.Dictionary insertDictionary(
      Handle handle, byte[] content, long now) {
    int id =
        handle
            .createQuery(
                """
                INSERT INTO body_dictionary (id, time, content)
                SELECT COALESCE(MAX(id), 0) + 1, :time, :content FROM body_dictionary WHERE 1 = 1
                RETURNING id
                """)
            .bind("time", now)
            .bind("content", content)
            .mapTo(Integer.class)
            .one();
    return new BodyCompression.Dictionary(id, content);
  }

  private static Optional<BodyCompression.Dictionary> newest(Handle handle) {
    return handle
        .createQuery("SELECT id, content FROM body_dictionary ORDER BY id DESC LIMIT 1")
        .map((row, _) -> new BodyCompression.Dictionary(row.getInt("id"), row.getBytes("content")))
        .findOne();
  }

  @Override
  public void close() {
    compression.close();
  }
}
