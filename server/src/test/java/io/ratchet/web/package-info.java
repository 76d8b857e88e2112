// SPDX-License-Identifier: Apache-2.0

/**
 * Tests of the HTTP surface as a whole: the document that describes it, its reference page, and
 * hostile input to every route. {@link io.ratchet.web.OpenApi} holds answers of any test against
 * the document.
 */
@NullMarked
package io.ratchet.web;

import org.jspecify.annotations.NullMarked;
