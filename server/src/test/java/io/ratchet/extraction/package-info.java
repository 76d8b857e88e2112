// SPDX-License-Identifier: Apache-2.0

/** Tests of documents, answers and results, on both databases and against a scripted provider. */
@NullMarked
package io.ratchet.extraction;

import org.jspecify.annotations.NullMarked;
