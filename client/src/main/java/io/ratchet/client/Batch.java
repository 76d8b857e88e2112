// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.util.List;

/** The oldest records of a lane, in the order they were given. */
record Batch(Lane lane, List<Entry> entries) {}
