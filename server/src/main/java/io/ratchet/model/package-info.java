// SPDX-License-Identifier: Apache-2.0

/**
 * What a model is, whoever runs it: the features it takes, what it answers, and where the thing
 * itself is (an ONNX file, a server elsewhere, or other models one after the other).
 *
 * <p>Pure: records, and their strict readers and writers. A {@link io.ratchet.model.ModelContent}
 * is the content of a version as {@code template} is that of a prompt; its canonical JSON is what
 * the version's SHA-256 is computed from. Running models is the matter of {@code serving}, making
 * them that of {@code training}.
 */
@NullMarked
package io.ratchet.model;

import org.jspecify.annotations.NullMarked;
