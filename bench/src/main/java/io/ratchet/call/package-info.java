// SPDX-License-Identifier: Apache-2.0

/**
 * A side entrance to the room of the same name in the server: it lets a benchmark write windows
 * with the product's own writer, without the spool and the rows of the calls.
 */
@NullMarked
package io.ratchet.call;

import org.jspecify.annotations.NullMarked;
