// SPDX-License-Identifier: Apache-2.0

/**
 * Tests of the spool: what it keeps through torn files, flipped bits, failing and full disks, power
 * cuts on a simulated disk, and kills of a real process. {@code SpoolSpeed} is a program to measure
 * it with, not a test.
 */
@NullMarked
package io.ratchet.spool;

import org.jspecify.annotations.NullMarked;
