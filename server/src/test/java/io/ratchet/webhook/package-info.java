// SPDX-License-Identifier: Apache-2.0

/** Tests of the pure parts of webhooks; the whole is tested through HTTP. */
@NullMarked
package io.ratchet.webhook;

import org.jspecify.annotations.NullMarked;
