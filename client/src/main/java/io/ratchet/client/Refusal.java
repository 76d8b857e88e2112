// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.util.List;

/**
 * Records that will never be taken, and why.
 *
 * @param what {@code calls}, {@code feedback} or {@code assign}
 * @param ids of the records; of an assignment, its unit
 * @param status HTTP status of the answer, 0 where the client itself refused
 * @param detail what was wrong, in the server's words
 */
public record Refusal(String what, List<String> ids, int status, String detail) {}
