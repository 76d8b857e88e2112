// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

/** A named text of a run that never changes: what it was started with. */
public record Param(String key, String value) {}
