// SPDX-License-Identifier: Apache-2.0

/**
 * What people and machines look at from outside: the front page, health, figures for Prometheus,
 * and the description of the HTTP surface. It reads what the features offer and decides nothing.
 */
@NullMarked
package io.ratchet.web;

import org.jspecify.annotations.NullMarked;
