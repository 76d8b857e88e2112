// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sketch;

import static io.ratchet.stats.sketch.LogHistogramTest.any;
import static io.ratchet.stats.sketch.LogHistogramTest.histogram;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.ratchet.stats.Property;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
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
    double[] minute = LogHistogramTest.Shape.LOGNORMAL.sample(new SplittableRandom(1), 1000);
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
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no bytes | '' | cut short
          another format | 02 00 00 | format is not 1
          a number without end | 01 ffffffffffffffffffff | more than 63 bits
          a number with an empty byte | 01 8000 00 | more bytes than it needs
          more zeros than allowed | 01 FULL 00 | too many values
          more buckets than allowed | 01 00 ffffffff0f | too many values
          zeros without extremes | 01 01 00 | cut short
          a minimum that is not a number | 01 01 00 NAN ZERO | not an ordered pair
          a negative zero | 01 01 00 8000000000000000 ZERO | not an ordered pair
          an infinite maximum | 01 01 00 ZERO INFINITY | not an ordered pair
          a minimum above its maximum | 01 00 02 TWO ONE 00 00 00 | not an ordered pair
          zeros with a maximum of one | 01 01 00 ZERO ONE | its maximum and its buckets
          no zeros with a minimum of zero | 01 00 01 ZERO ONE 00 00 | its minimum and its zeros
          a minimum of 1 above bucket 0 | 01 00 01 ONE ONE 0a 00 | its lowest bucket disagree
          a maximum of 2 in bucket 0 | 01 00 01 ONE TWO 00 00 | its highest bucket disagree
          a bucket far out of range | 01 00 01 ONE ONE ffffffff0f 00 | bucket is out of range
          a gap before the first bucket | 01 00 01 ONE ONE 00 20 | its lowest bucket is empty
          a gap wider than allowed | 01 00 02 ONE ONE 00 00 e0ffffffff0f | a bucket is out of range
          a count larger than allowed | 01 00 01 ONE ONE 00 1fFULL | a bucket is out of range
          counts too large together | 01 00 02 ONE ONE 00 1fHALF 1fHALF | too wide or too full
          buckets too wide together | 01 00 03 ONE ONE 00 00 e0d50b e0d50b | too wide or too full
          """)
  void refusesHostileBytes(String what, String hex, String fault) {
    assertThatThrownBy(() -> LogHistogram.fromBytes(parse(hex)))
        .as(what)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a histogram: ")
        .hasMessageContaining(fault);
  }

  @Test
  void refusingAllocatesNextToNothing() {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] bytes = parse("01 00 ff0f ONE ONE 00 ff");
    long before = thread.getCurrentThreadAllocatedBytes();
    assertRefused(bytes);
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
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

  private static byte[] parse(String hex) {
    String digits =
        hex.replace("ZERO", "0000000000000000")
            .replace("ONE", "3ff0000000000000")
            .replace("TWO", "4000000000000000")
            .replace("NAN", "7ff8000000000000")
            .replace("INFINITY", "7ff0000000000000")
            .replace("HALF", "808080808080808008")
            .replace("FULL", "ffffffffffffffff7f");
    return HexFormat.of().parseHex(digits.replace(" ", ""));
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
    assertThat(read.toBytes()).as("the only way to write it").isEqualTo(bytes);
  }
}
