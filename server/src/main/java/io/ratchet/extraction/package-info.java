// SPDX-License-Identifier: Apache-2.0

/**
 * Extraction: documents go in, a prompt turns each into fields, and the fields are held against the
 * right ones where somebody knows them.
 *
 * <p>A document is processed by asking the gateway in this process, so the call is routed, limited,
 * priced and recorded like every other; its answer is read and judged before that call is written.
 * The result is written after the call and has its id: a kill between the two leaves a call without
 * a result, never a result without a call.
 *
 * <p>Invariants: a document never changes but for its gold; an evaluation is never stored, it
 * follows from a result's fields and the gold of the moment; an undefined rate is null, never 0.
 * This room decides nothing about versions and never looks into the control plane.
 */
@NullMarked
package io.ratchet.extraction;

import org.jspecify.annotations.NullMarked;
