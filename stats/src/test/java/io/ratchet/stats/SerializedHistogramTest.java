// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import static io.ratchet.stats.LogHistogramTest.any;
import static io.ratchet.stats.LogHistogramTest.histogram;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SerializedHistogramTest {

  @Test
  void comesBackAsItWas() {
    Property.holds((random, size) -> {
      LogHistogram histogram = busy(random, size);
      LogHistogram back = LogHistogram.fromBytes(histogram.toBytes());
      assertThat(back.toBytes()).isEqualTo(histogram.toBytes());
      assertThat(back.count()).isEqualTo(histogram.count());
      assertThat(back.quantile(0.9)).isEqualTo(histogram.quantile(0.9));
    });
  }

  @Test
  void mergingBytesIsMergingHistograms() {
    Property.holds((random, size) -> {
      LogHistogram one = busy(random, size);
      LogHistogram other = busy(random, size);
      LogHistogram fromBytes = LogHistogram.fromBytes(one.toBytes());
      fromBytes.mergeFrom(ByteBuffer.wrap(other.toBytes()));
      one.merge(other);
      assertThat(fromBytes.toBytes()).isEqualTo(one.toBytes());
    });
  }

  @Test
  void readsOneAfterTheOtherFromAnyBuffer() {
    byte[] first = histogram(0, 1, 2, 3e5).toBytes();
    byte[] second = histogram(7).toBytes();
    ByteBuffer direct = ByteBuffer.allocateDirect(100).order(ByteOrder.LITTLE_ENDIAN);
    direct.put(new byte[3]).put(first).put(second).put(new LogHistogram().toBytes());
    direct.flip().position(3);
    LogHistogram all = new LogHistogram();
    all.mergeFrom(direct);
    assertThat(direct.position()).isEqualTo(3 + first.length);
    all.mergeFrom(direct.asReadOnlyBuffer().order(ByteOrder.BIG_ENDIAN));
    assertThat(all.toBytes()).isEqualTo(histogram(0, 1, 2, 3e5, 7).toBytes());
  }

  @Test
  void staysSmall() {
    assertThat(histogram(812.4).toBytes()).hasSizeLessThanOrEqualTo(22);
    assertThat(new LogHistogram().toBytes()).hasSize(3);
    double[] minute =
        LogHistogramTest.Shape.LOGNORMAL.sample(new java.util.SplittableRandom(1), 1000);
    assertThat(histogram(Arrays.copyOf(minute, 100)).toBytes()).hasSizeLessThan(133);
    assertThat(histogram(minute).toBytes()).hasSizeLessThan(297);
  }

  @Test
  void theFormatDoesNotChangeUnnoticed() {
    LogHistogram histogram = histogram(0, 1, 1.5, 1e9);
    histogram.record(1e9, 1000);
    assertThat(HexFormat.of().formatHex(histogram.toBytes()))
        .isEqualTo("010103000000000000000041cdcd65000000000000e00dfff007c907");
  }

  @Test
  void refusesEveryTruncationAndAnyExtraByte() {
    byte[] bytes = histogram(0, 1, 2, 3e5, 1e-200, 4).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(Arrays.copyOf(bytes, length));
    }
    assertRefused(Arrays.copyOf(bytes, bytes.length + 1));
  }

  @ParameterizedTest
  @CsvSource({
    "no bytes,                        ''",
    "another format,                  020000",
    "a number without end,            01ffffffffffffffffffff",
    "more zeros than allowed,         01ffffffffffffffff7f00",
    "more buckets than allowed,       0100ffffffff0f",
    "zeros without extremes,          010100",
    "a minimum that is not a number,  0101007ff80000000000000000000000000000",
    "a negative zero,                 01010080000000000000008000000000000000",
    "an infinite maximum,             01010000000000000000007ff0000000000000",
    "a zero with a maximum of one,    01010000000000000000003ff0000000000000",
    "no zero but a minimum of zero,   01000100000000000000003ff00000000000000000",
    "a minimum above its maximum,     01000240000000000000003ff0000000000000000000",
    "a bucket that its maximum lacks, 0100013ff00000000000003ff00000000000000a00",
    "a bucket far out of range,       0100013ff00000000000003ff0000000000000ffffffff0f00",
    "a gap before the first bucket,   0100013ff00000000000003ff00000000000000020",
    "a gap wider than allowed,        0100023ff00000000000003ff00000000000000000e0ffffffff0f",
    "a count larger than allowed,     0100013ff00000000000003ff0000000000000001fffffffffffffffff7f",
  })
  void refusesHostileBytes(String what, String hex) {
    assertThat(what).isNotEmpty();
    assertRefused(HexFormat.of().parseHex(hex));
  }

  @Test
  void damagedBytesAreRefusedOrReadAsSomeValidHistogram() {
    Property.holds((random, size) -> {
      byte[] bytes = busy(random, size).toBytes();
      for (int i = 0; i < 20; i++) {
        byte[] damaged = bytes.clone();
        damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        assertRefusedOrValid(damaged);
      }
      byte[] noise = new byte[size];
      random.nextBytes(noise);
      noise[0] = 1;
      assertRefusedOrValid(noise);
    });
  }

  @Test
  void refusingLeavesHistogramAndBufferAsTheyWere() {
    LogHistogram histogram = histogram(1, 2, 3);
    byte[] before = histogram.toBytes();
    byte[] cut = histogram(0, 5, 1e9).toBytes();
    ByteBuffer buffer = ByteBuffer.wrap(cut, 0, cut.length - 1);
    assertThatThrownBy(() -> histogram.mergeFrom(buffer))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(buffer.position()).isZero();
    assertThat(histogram.toBytes()).isEqualTo(before);
  }

  /** Values of any shape, some of them many times. */
  private static LogHistogram busy(RandomGenerator random, int size) {
    LogHistogram histogram = new LogHistogram();
    for (double value : any(random, size)) {
      histogram.record(value, 1L << random.nextInt(1 + random.nextInt(40)));
    }
    return histogram;
  }

  private static void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> LogHistogram.fromBytes(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("not a histogram: .*|.* follow the end of the histogram|.*at most.*");
  }

  private static void assertRefusedOrValid(byte[] bytes) {
    LogHistogram read;
    try {
      read = LogHistogram.fromBytes(bytes);
    } catch (IllegalArgumentException refused) {
      return;
    }
    for (double share : new double[] {0, 0.5, 0.99, 1}) {
      if (read.count() > 0) {
        assertThat(read.quantile(share).orElseThrow())
            .isBetween(read.min().orElseThrow(), read.max().orElseThrow());
      }
    }
    assertThat(LogHistogram.fromBytes(read.toBytes()).toBytes()).isEqualTo(read.toBytes());
  }
}
