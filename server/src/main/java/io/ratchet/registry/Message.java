// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.template.Template;

/** One message of a prompt, its variables still open. */
public record Message(Role role, Template template) {}
