// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import java.util.Locale;

/**
 * Why a call did not succeed, in the words that records and metrics keep. Words are never renamed.
 */
public enum ErrorType {
  /** A variable that the prompt needs is missing or has the wrong type. */
  INVALID_VARIABLES,
  /** Too many calls of this provider are running and waiting here. */
  OVERLOADED,
  /** The provider refused the request as it stands (400, 404, 422 and the like). */
  INVALID_REQUEST,
  /** The provider refused our key (401) or forbids the request (403). */
  PROVIDER_DENIED,
  /** The provider has had too much from us (429). */
  RATE_LIMITED,
  /** The provider failed (5xx), or reported an error within a stream. */
  PROVIDER_ERROR,
  /** No connection to the provider. */
  PROVIDER_UNREACHABLE,
  /** The provider did not answer in time. */
  PROVIDER_TIMEOUT,
  /** The provider broke off in the middle of its answer. */
  ANSWER_CUT,
  /** The provider's answer is not what the protocol says. */
  MALFORMED_ANSWER,
  /** The answer came, but does not hold the JSON that the prompt's schema asks for. */
  INVALID_OUTPUT,
  /** The caller left before the end. */
  CLIENT_DISCONNECTED,
  /** A fault of ours. */
  INTERNAL;

  private final String word = name().toLowerCase(Locale.ROOT);

  public String word() {
    return word;
  }
}
