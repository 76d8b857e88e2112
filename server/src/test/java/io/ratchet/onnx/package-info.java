// SPDX-License-Identifier: Apache-2.0

/** Tests of {@code io.ratchet.onnx}. */
@NullMarked
package io.ratchet.onnx;

import org.jspecify.annotations.NullMarked;
