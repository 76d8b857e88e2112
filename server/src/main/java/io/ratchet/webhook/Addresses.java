// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Tells public addresses from those that mean this machine, its network or nobody: what the special
 * purpose registries of IANA (RFC 6890) do not call globally reachable.
 */
final class Addresses {
  private Addresses() {}

  static boolean isPublic(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return switch (address) {
      case Inet4Address four -> isPublic(four.getAddress());
      case Inet6Address six -> isPublicSix(six.getAddress());
      default -> false;
    };
  }

  private static boolean isPublic(byte[] four) {
    int a = four[0] & 0xFF;
    int b = four[1] & 0xFF;
    int c = four[2] & 0xFF;
    boolean special =
        a == 0
            || a == 10
            || a == 127
            || a >= 224
            || (a == 100 && b >= 64 && b <= 127)
            || (a == 169 && b == 254)
            || (a == 172 && b >= 16 && b <= 31)
            || (a == 192 && b == 0 && (c == 0 || c == 2))
            || (a == 192 && b == 88 && c == 99)
            || (a == 192 && b == 168)
            || (a == 198 && (b == 18 || b == 19))
            || (a == 198 && b == 51 && c == 100)
            || (a == 203 && b == 0 && c == 113);
    return !special;
  }

  /** Of 2000::/3 only, without documentation and tunnels, whose inside must be public as well. */
  private static boolean isPublicSix(byte[] six) {
    int first = (six[0] & 0xFF) << 8 | (six[1] & 0xFF);
    int second = (six[2] & 0xFF) << 8 | (six[3] & 0xFF);
    if (first == 0x0064 && second == 0xFF9B) {
      return isPublicInside(six, 12);
    }
    if (first == 0x2002) {
      return isPublicInside(six, 2);
    }
    boolean protocols = first == 0x2001 && second < 0x0200;
    boolean documentation = (first == 0x2001 && second == 0x0DB8) || first == 0x3FFF;
    return (first & 0xE000) == 0x2000 && !protocols && !documentation;
  }

  private static boolean isPublicInside(byte[] six, int from) {
    try {
      return isPublic(InetAddress.getByAddress(Arrays.copyOfRange(six, from, from + 4)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
