// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.model.Signature;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a version besides its calls.
 *
 * @param signature of a model
 * @param reference made of its training data
 */
public record Known(@Nullable Signature signature, @Nullable References reference) {
  public static final Known NOTHING = new Known(null, null);
}
