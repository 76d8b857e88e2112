// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import io.ratchet.base.Digest;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Database;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;

/**
 * Files that come in parts: in any order, each again as often as its sender likes, from wherever it
 * stopped. A part is durable when it is acknowledged; the file is seen once all of them are one.
 */
public final class Uploads {
  static final int MAX_PARTS = 10_000;

  private final Database database;
  private final Artifacts contents;
  private final ArtifactFiles files;
  private final InstantSource time;
  private final Ids ids;
  private final RandomGenerator secrets;
  private final long maxUpload;

  /**
   * The uploads.
   *
   * @param secrets for tokens
   * @param maxUpload most bytes of a file
   */
  public Uploads(
      Database database,
      Artifacts contents,
      ArtifactFiles files,
      InstantSource time,
      Ids ids,
      RandomGenerator secrets,
      long maxUpload) {
    this.database = database;
    this.contents = contents;
    this.files = files;
    this.time = time;
    this.ids = ids;
    this.secrets = secrets;
    this.maxUpload = maxUpload;
  }

  /** A new upload, and the token for its parts, which is told this once. */
  record Begun(Upload upload, String token) {}

  Begun begin(ArtifactPath path, long parts) {
    if (parts < 1 || parts > MAX_PARTS) {
      throw Refusals.unfit("num_parts", Long.toString(parts), "It must be from 1 to " + MAX_PARTS);
    }
    byte[] random = new byte[24];
    secrets.nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    Upload upload = new Upload(ids.next(), path, (int) parts, Digest.sha256(token), null);
    database.change(handle -> {
      ArtifactFiles.requireFree(handle, path);
      UploadStore.insert(handle, upload, time.instant());
    });
    return new Begun(upload, token);
  }

  /** The upload of that id, for who knows its token. */
  private Upload authorised(String id, String token) {
    Optional<Upload> upload = database.read(handle -> UploadStore.find(handle, id));
    byte[] given = Digest.sha256(token).getBytes(StandardCharsets.US_ASCII);
    if (upload.isEmpty()
        || !MessageDigest.isEqual(
            given, upload.get().tokenSha256().getBytes(StandardCharsets.US_ASCII))) {
      throw new Failure(ErrorCode.DENIED, "This is not the address of a part of an upload", "");
    }
    return upload.get();
  }

  /** Takes a part, in the place of one of the same number; its SHA-256 is its entity tag. */
  String put(String id, String token, long number, InputStream body) throws IOException {
    Upload upload = authorised(id, token);
    if (number < 1 || number > upload.parts()) {
      throw Refusals.invalid("There is no part " + number + " of " + upload.parts());
    }
    if (upload.sha256() != null) {
      throw finished(id);
    }
    Artifacts.Part part = contents.receive(body);
    contents.settle(part);
    Upload.Piece piece = new Upload.Piece((int) number, part.name(), part.sha256(), part.size());
    List<String> idle = database.write(handle -> replace(handle, id, piece));
    idle.forEach(contents::discard);
    if (idle.contains(part.name())) {
      throw finished(id);
    }
    return part.sha256();
  }

  /** Notes a part; the names of those that nobody needs any more, itself where it came too late. */
  private List<String> replace(Handle handle, String id, Upload.Piece piece) {
    if (!UploadStore.touch(handle, id, time.instant())) {
      return List.of(piece.name());
    }
    List<String> before =
        UploadStore.pieces(handle, id).stream()
            .filter(one -> one.number() == piece.number())
            .map(Upload.Piece::name)
            .toList();
    UploadStore.put(handle, id, piece);
    return before;
  }

  private static Failure finished(String id) {
    return new Failure(
        ErrorCode.CONFLICT, "The upload " + Problem.shorten(id) + " is complete or aborted", "");
  }

  private Upload at(ArtifactPath path, String id) {
    return database
        .read(handle -> UploadStore.find(handle, id))
        .filter(upload -> upload.path().equals(path))
        .orElseThrow(() ->
            Refusals.missing("There is no upload " + Problem.shorten(id) + " of " + path.value()));
  }

  /** Makes one file of all parts. Once it is whole, to say so again changes nothing. */
  void complete(ArtifactPath path, String id, List<Upload.Claim> claims) {
    Upload upload = at(path, id);
    if (upload.sha256() != null) {
      return;
    }
    List<Upload.Piece> pieces = database.read(handle -> UploadStore.pieces(handle, id));
    UploadPolicy.check(upload, pieces, claims, maxUpload);
    List<String> names = pieces.stream().map(Upload.Piece::name).toList();
    Artifacts.Part whole;
    try (InputStream in = new Joined(contents, names)) {
      whole = contents.receive(in);
    } catch (IOException e) {
      if (at(path, id).sha256() != null) {
        return; // somebody else has completed it
      }
      throw Failure.unavailable("A part of " + id + " cannot be read", "upload it again", e);
    }
    var _ = files.place(path, whole, handle -> finish(handle, id, whole.sha256()));
    names.forEach(contents::discard);
  }

  private boolean finish(Handle handle, String id, String sha256) {
    boolean first = UploadStore.touch(handle, id, time.instant());
    if (first) {
      UploadStore.finish(handle, id, sha256, time.instant());
    }
    return first;
  }

  /** Ends an upload; what has arrived of it goes. */
  void abort(ArtifactPath path, String id) {
    Upload upload = at(path, id);
    if (upload.sha256() != null) {
      throw finished(id);
    }
    var _ = remove(id);
  }

  /** Removes an upload with its parts; what was freed. */
  Tally remove(String id) {
    List<Upload.Piece> pieces =
        database.write(handle -> {
          List<Upload.Piece> there = UploadStore.pieces(handle, id);
          UploadStore.delete(handle, id);
          return there;
        });
    return new Tally(1, pieces.stream().mapToLong(one -> contents.discard(one.name())).sum());
  }
}
