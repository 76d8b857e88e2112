// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Digest;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.base.Project;
import io.ratchet.http.Request;
import io.ratchet.mlflow.Refusals;
import io.ratchet.storage.Database;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Answers to requests that may be sent twice. The first answer is stored under the request's own
 * key in the transaction of what it did; the same request gets it again, another one with that key
 * is refused.
 */
public final class Answers {
  /** The header of the key. */
  public static final String HEADER = "idempotency-key";

  private static final int KEY_LENGTH = 255;

  private final Database database;
  private final InstantSource time;
  private final Duration kept;

  public Answers(Database database, InstantSource time, Duration kept) {
    this.database = database;
    this.time = time;
    this.kept = kept;
  }

  /**
   * The key of a request.
   *
   * @param key after the project that it belongs to
   * @param path without the prefix that says which clients it is for
   * @param digest of what is asked, whose project included
   */
  record Once(String key, String path, String digest) {
    static Optional<Once> of(Request request) {
      return request.header(HEADER).filter(key -> !key.isBlank()).map(key -> of(request, key));
    }

    private static Once of(Request request, String key) {
      if (key.length() > KEY_LENGTH || key.indexOf('\0') >= 0) {
        throw Refusals.unfit(HEADER, key, "a key has up to " + KEY_LENGTH + " characters");
      }
      Project project = request.project();
      byte[] prefix = (project.name() + "\n").getBytes(StandardCharsets.UTF_8);
      byte[] body = request.body();
      byte[] all = new byte[prefix.length + body.length];
      System.arraycopy(prefix, 0, all, 0, prefix.length);
      System.arraycopy(body, 0, all, prefix.length, body.length);
      String path = request.path().replaceFirst("^/(ajax-)?api/", "");
      String own = project.isDefault() ? key : project.name() + "\n" + key; // no header has a line
      return new Once(own, path, Digest.sha256(all));
    }
  }

  /** Does what is asked unless it was done before under the same key; answers JSON either way. */
  String answer(Request request, Function<Handle, String> work) {
    Optional<Once> once = Once.of(request);
    return database.write(
        handle -> once.isEmpty() ? work.apply(handle) : first(handle, once.get(), work));
  }

  /** Two at once: the second waits in the insertion until the first is committed. */
  private String first(Handle handle, Once once, Function<Handle, String> work) {
    int inserted =
        handle
            .createUpdate(
                """
                INSERT INTO tracked_answer (key, path, digest, answer, created_at)
                VALUES (:key, :path, :digest, '', :now) ON CONFLICT (key, path) DO NOTHING
                """)
            .bind("key", once.key())
            .bind("path", once.path())
            .bind("digest", once.digest())
            .bind("now", time.millis())
            .execute();
    if (inserted == 0) {
      return again(handle, once);
    }
    String answer = work.apply(handle);
    handle
        .createUpdate(
            "UPDATE tracked_answer SET answer = :answer WHERE key = :key AND path = :path")
        .bind("key", once.key())
        .bind("path", once.path())
        .bind("answer", answer)
        .execute();
    return answer;
  }

  private static String again(Handle handle, Once once) {
    record Stored(String digest, String answer) {}
    Stored stored =
        handle
            .createQuery(
                "SELECT digest, answer FROM tracked_answer WHERE key = :key AND path = :path")
            .bind("key", once.key())
            .bind("path", once.path())
            .map((row, _) -> new Stored(row.getString("digest"), row.getString("answer")))
            .one();
    if (!stored.digest().equals(once.digest())) {
      throw new Failure(
          ErrorCode.INVALID,
          "the idempotency key "
              + Problem.shorten(once.key())
              + " came with another request before",
          "send a new key with a new request");
    }
    return stored.answer();
  }

  /** Forgets what is older than it is kept. */
  public void sweep() {
    long before = time.millis() - kept.toMillis();
    database.change(handle ->
        handle
            .createUpdate("DELETE FROM tracked_answer WHERE created_at < :before")
            .bind("before", before)
            .execute());
  }
}
