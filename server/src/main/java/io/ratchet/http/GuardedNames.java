// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Looks names up and gives no address out that may not be reached. A connection is made to what
 * this answers, so a name that changes its address between a check and its use gains nothing.
 */
final class GuardedNames implements DnsResolver {
  private final Predicate<InetAddress> reachable;

  GuardedNames(Predicate<InetAddress> reachable) {
    this.reachable = reachable;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
    for (InetAddress address : addresses) {
      if (!reachable.test(address)) {
        throw new UnknownHostException(
            host + " is " + address.getHostAddress() + ", which may not be reached");
      }
    }
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
  }
}
