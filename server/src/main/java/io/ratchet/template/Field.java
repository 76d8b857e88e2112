// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

/**
 * One place of a template that a variable fills.
 *
 * @param variable the name of the variable: {@code items}
 * @param path the variable and the steps into it: {@code items[0].price}
 * @param text the field as the template writes it: {@code {items[0].price:.2f}}
 */
public record Field(String variable, String path, String text) {}
