// SPDX-License-Identifier: Apache-2.0
package io.ratchet.ofrep;

/** What a flag could not be evaluated for, in the protocol's words. */
enum Fault {
  PARSE_ERROR,
  TARGETING_KEY_MISSING,
  INVALID_CONTEXT,
  FLAG_NOT_FOUND,
  GENERAL
}
