// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** The limits on what one call may say, and on how many different words its figures keep apart. */
final class Bounds {
  static final int BATCH_RECORDS = 10_000;
  static final int ID_LENGTH = 128;
  static final int NAME_LENGTH = 128;
  static final int WORD_LENGTH = 256;
  static final int TAGS = 32;
  static final int SCORES = 32;
  static final int STAGES = 64;
  static final int DETAIL_LENGTH = 64 << 10;
  static final int COMMENT_LENGTH = 4_000;

  /** Calls are not older than this, nor further ahead of our clock than {@link #AHEAD}. */
  static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  static final Duration AHEAD = Duration.ofDays(1);
  static final double LATENCY_MILLIS = 1e9;
  static final long TOKENS = 1_000_000_000_000L;
  static final BigDecimal COST_USD = BigDecimal.valueOf(1_000_000);
  static final long FIELDS = 1_000_000;
  static final double SCORE = 1e9;

  /** What is beyond the next limits is counted under this name. */
  static final String OTHER = "~other";

  static final int SCORE_NAMES = 50;
  static final int ERROR_TYPES = 50;
  static final int SERIES_OF_VERSION = 500;
  static final int SERIES = 200_000;

  private Bounds() {}
}
