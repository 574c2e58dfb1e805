package io.baton.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "2002:7f00:0001::1",
        "2002:a9fe:a9fe::1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::10.0.0.1",
        "100::1"
      })
  void internal_address_is_refused(String address) throws UnknownHostException {
    assertThat(AddressPolicy.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "172.15.255.255",
        "172.32.0.1",
        "192.167.255.255",
        "100.63.255.255",
        "100.128.0.1",
        "169.253.0.1",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450:4001:80b::200e",
        "64:ff9b::8.8.8.8",
        "2002:0808:0808::1",
        "::ffff:8.8.8.8"
      })
  void public_address_is_allowed(String address) throws UnknownHostException {
    assertThat(AddressPolicy.isPublic(InetAddress.getByName(address))).isTrue();
  }
}
