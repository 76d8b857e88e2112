// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An immutable version of an asset, ready to be served. */
public sealed interface Version permits PromptVersion, ModelVersion {
  /** Name of the asset. */
  String name();

  Semver version();

  /** Identity of the content. */
  String sha256();

  Origin origin();

  /** How it was written, such as txt or onnx. */
  String form();

  /** The version it was made from; null where nobody said so. */
  @Nullable Semver parent();

  @Nullable String reason();

  @Nullable String description();

  Instant createdAt();

  String createdBy();
}
