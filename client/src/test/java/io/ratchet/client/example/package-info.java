// SPDX-License-Identifier: Apache-2.0

/**
 * A service that is instrumented, as the guide shows it: it sees of the client what any other
 * service sees.
 */
@NullMarked
package io.ratchet.client.example;

import org.jspecify.annotations.NullMarked;
