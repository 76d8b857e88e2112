// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.mlflow.Refusals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Decides whether the parts that have arrived are the file that its sender means. */
final class UploadPolicy {
  private static final int SHOWN = 10;

  private UploadPolicy() {}

  /**
   * Refuses where a part is missing, is another than its sender believes, or all are too much.
   *
   * @param claims every part with the entity tag that was answered for it
   */
  static void check(
      Upload upload, List<Upload.Piece> pieces, List<Upload.Claim> claims, long maxBytes) {
    Map<Long, String> tags = new HashMap<>();
    for (Upload.Claim claim : claims) {
      if (tags.put(claim.number(), claim.tag().replace("\"", "")) != null) {
        throw Refusals.invalid("Part " + claim.number() + " is named twice");
      }
    }
    refuse(upload, pieces, "have not been named", (number, _) -> !tags.containsKey(number));
    refuse(upload, pieces, "have not arrived", (_, tag) -> tag.isEmpty());
    refuse(
        upload, pieces, "have another entity tag", (number, tag) -> !tag.equals(tags.get(number)));
    if (tags.size() != upload.parts()) {
      throw Refusals.invalid("The upload has " + upload.parts() + " parts, not " + tags.size());
    }
    if (pieces.stream().mapToLong(Upload.Piece::size).sum() > maxBytes) {
      throw new Failure(
          ErrorCode.TOO_LARGE,
          "The file is larger than " + maxBytes + " bytes",
          "send less, or raise " + ArtifactsApi.LIMIT);
    }
  }

  private interface Fault {
    boolean is(long number, String tag);
  }

  private static void refuse(Upload upload, List<Upload.Piece> pieces, String what, Fault fault) {
    Map<Integer, String> there =
        pieces.stream().collect(Collectors.toMap(Upload.Piece::number, Upload.Piece::sha256));
    List<String> faulty =
        IntStream.rangeClosed(1, upload.parts())
            .filter(number -> fault.is(number, there.getOrDefault(number, "")))
            .limit(SHOWN)
            .mapToObj(Integer::toString)
            .toList();
    if (!faulty.isEmpty()) {
      throw Refusals.invalid("Parts " + String.join(", ", faulty) + " " + what);
    }
  }
}
