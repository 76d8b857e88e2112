// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

/** The kind of a refusal: what a caller can do about it, in one stable word. */
public enum ErrorCode {
  /** The request is wrong as it stands; sending it again changes nothing. */
  INVALID,
  /** No credentials, or credentials that nobody knows. */
  UNAUTHENTICATED,
  /** Known credentials without the right to do this. */
  DENIED,
  /** The named thing does not exist. */
  MISSING,
  /** The path exists, this verb on it does not. */
  METHOD_NOT_ALLOWED,
  /** The state of the thing does not allow this now; another order of steps might. */
  CONFLICT,
  /** Something of that name is there already. */
  EXISTS,
  /** The body, header or batch is above a configured limit. */
  TOO_LARGE,
  /** A quota, buffer or concurrency limit is used up; later it may work. */
  EXHAUSTED,
  /** A part that this request needs is down. */
  UNAVAILABLE,
  /** A provider answered with an error of its own. */
  UPSTREAM,
  /** A provider did not answer in time. */
  UPSTREAM_TIMEOUT,
  /** The request was carried out or not: nobody knows. Read before sending again. */
  UNKNOWN_OUTCOME,
  /** Part of a wire that we speak, but not a part we serve. */
  NOT_SERVED,
  /** A fault of ours. */
  INTERNAL
}
