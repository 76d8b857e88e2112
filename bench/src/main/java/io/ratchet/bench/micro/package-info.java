// SPDX-License-Identifier: Apache-2.0

/**
 * What takes nanoseconds or microseconds: rendering a prompt, assigning a unit, judging an
 * experiment. JMH measures each in a JVM of its own, with the bytes that it allocates.
 */
@NullMarked
package io.ratchet.bench.micro;

import org.jspecify.annotations.NullMarked;
