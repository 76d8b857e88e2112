// SPDX-License-Identifier: Apache-2.0

/**
 * How fast records of other services are taken in, until they are durable and until they are in the
 * database, beside the plain insertion of the same rows, and the room that they take.
 */
@NullMarked
package io.ratchet.bench.ingest;

import org.jspecify.annotations.NullMarked;
