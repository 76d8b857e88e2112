// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

/**
 * Who sent a request, as far as its credentials tell.
 *
 * @param name name of the key, or {@code local} where none is needed
 * @param access the highest level it may use
 */
public record Caller(String name, Access access) {}
