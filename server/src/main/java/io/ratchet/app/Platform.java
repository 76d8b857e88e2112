// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.SystemTimer;
import io.ratchet.base.Ticker;
import io.ratchet.base.Timer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Everything about the machine that is not decided by code or configuration: clocks, chance, and
 * what runs loops. It is the whole difference between production and a simulation.
 *
 * @param chance for ids and jitter; safe for use by many threads
 * @param secrets for keys
 */
record Platform(
    InstantSource time, Ticker ticker, RandomGenerator chance, SecureRandom secrets, Timer timer) {

  static Platform system() {
    SecureRandom secrets = new SecureRandom();
    RandomGenerator chance = new SharedRandom(secrets.nextLong());
    return new Platform(
        InstantSource.system(), Ticker.system(), chance, secrets, new SystemTimer());
  }
}
