// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import java.time.Instant;

/** A file at a path. */
public record ArtifactFile(ArtifactPath path, String sha256, long size, Instant createdAt) {}
