// SPDX-License-Identifier: Apache-2.0

/** Tests of the door, and {@link io.ratchet.http.TestClient} for the tests of other rooms. */
@NullMarked
package io.ratchet.http;

import org.jspecify.annotations.NullMarked;
