// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

/** Both answers to one input. */
record Pair(String call, ReplayAnswer control, ReplayAnswer treatment) {}
