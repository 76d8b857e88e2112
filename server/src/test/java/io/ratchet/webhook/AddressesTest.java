// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.base.Failure;
import io.ratchet.http.ApacheOutbound;
import io.ratchet.http.Outbound;
import io.ratchet.http.OutboundConfig;
import io.ratchet.http.OutboundFault;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is sent to this machine or its networks unless that is wanted. */
final class AddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.7",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "2001:db8::1",
        "2001::1",
        "3fff::1",
        "::7f00:1",
        "fec0::1"
      })
  void areNotPublic(String address) throws UnknownHostException {
    assertThat(Addresses.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "93.184.216.34",
        "172.15.0.1",
        "172.32.0.1",
        "100.128.0.1",
        "2606:4700:4700::1111",
        "64:ff9b::808:808",
        "2002:808:808::1",
        "2a00:1450:4001::1"
      })
  void arePublic(String address) throws UnknownHostException {
    assertThat(Addresses.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/x", "http://127.0.0.1:80/", "https://[::1]/", "http://169.254.169.254/",
        "http://2130706433/", "http://0x7f.1/", "http://[::ffff:7f00:1]/",
            "https://[fd00:ec2::254]/"
      })
  void areRefusedWhenAWebhookIsMade(String url) {
    assertThatThrownBy(() -> Destination.check(url, false))
        .isInstanceOf(Failure.class)
        .message()
        .containsAnyOf("non-public IP address", "Cannot resolve", "must include a hostname");
    if (!url.contains("0x7f")) {
      assertThat(Destination.check(url, true)).hasToString(url);
    }
  }

  /** What a name means is looked at again when the connection is made. */
  @Test
  void areRefusedWhenTheConnectionIsMade() {
    try (ApacheOutbound outbound =
        new ApacheOutbound(
            OutboundConfig.of(Duration.ofSeconds(1), Duration.ofSeconds(1), 1),
            Addresses::isPublic)) {
      for (String host : new String[] {"localhost", "127.0.0.1", "[::1]", "169.254.169.254"}) {
        Outbound.Message message =
            new Outbound.Message(
                "POST", URI.create("http://" + host + ":1/"), Map.of(), new byte[1]);
        assertThatThrownBy(() -> outbound.send(message, Duration.ofSeconds(2)))
            .as(host)
            .isInstanceOf(OutboundFault.class)
            .hasMessageContaining("may not be reached");
      }
    }
  }
}
