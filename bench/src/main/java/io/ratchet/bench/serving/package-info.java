// SPDX-License-Identifier: Apache-2.0

/**
 * What serving a model adds to running it: the whole path of a prediction within this process, from
 * the body of the request to the body of the answer with the call on disk, beside ONNX Runtime
 * called directly with the same rows.
 */
@NullMarked
package io.ratchet.bench.serving;

import org.jspecify.annotations.NullMarked;
