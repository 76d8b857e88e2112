// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import org.jspecify.annotations.Nullable;

/**
 * A file that is uploaded in parts.
 *
 * @param parts how many there will be, numbered from 1
 * @param tokenSha256 of the token that lets a sender put parts
 * @param sha256 of the file; null until it is whole
 */
record Upload(
    String id, ArtifactPath path, int parts, String tokenSha256, @Nullable String sha256) {

  /** A part that has arrived. */
  record Piece(int number, String name, String sha256, long size) {}

  /** A part as the sender believes it to be. */
  record Claim(long number, String tag) {}
}
