// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import org.jspecify.annotations.Nullable;

/**
 * What is timed.
 *
 * @param <I> what it is given
 * @param <T> what it answers
 * @param <X> what it may throw; nothing checked where that is a {@code RuntimeException}
 */
@FunctionalInterface
public interface Work<I, T extends @Nullable Object, X extends Exception> {
  T perform(I given) throws X;
}
