package io.baton.api.webhook;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses webhooks may be sent to: those that are globally reachable by the registries for
 * special-purpose addresses (RFC 6890), so neither this machine, nor its networks, nor a cloud's
 * metadata service. Addresses that wrap an IPv4 address are judged by what they wrap.
 */
public final class AddressPolicy {
  private static final List<Block> INTERNAL =
      List.of(
          Block.of("0.0.0.0", 8),
          Block.of("10.0.0.0", 8),
          Block.of("100.64.0.0", 10),
          Block.of("127.0.0.0", 8),
          Block.of("169.254.0.0", 16),
          Block.of("172.16.0.0", 12),
          Block.of("192.0.0.0", 24),
          Block.of("192.0.2.0", 24),
          Block.of("192.88.99.0", 24),
          Block.of("192.168.0.0", 16),
          Block.of("198.18.0.0", 15),
          Block.of("198.51.100.0", 24),
          Block.of("203.0.113.0", 24),
          Block.of("224.0.0.0", 3));

  /** The only globally reachable IPv6 addresses. */
  private static final Block GLOBAL_UNICAST = Block.of("2000::", 3);

  private static final List<Block> SPECIAL_UNICAST =
      List.of(Block.of("2001::", 23), Block.of("2001:db8::", 32), Block.of("3fff::", 20));

  private static final Block NAT64 = Block.of("64:ff9b::", 96);
  private static final Block SIX_TO_FOUR = Block.of("2002::", 16);

  private AddressPolicy() {}

  public static boolean isPublic(InetAddress address) {
    if (address instanceof Inet4Address) {
      return INTERNAL.stream().noneMatch(block -> block.contains(address));
    }
    byte[] bytes = address.getAddress();
    if (NAT64.contains(address)) {
      return isPublic(ipv4(bytes, 12));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return isPublic(ipv4(bytes, 2));
    }
    return GLOBAL_UNICAST.contains(address)
        && SPECIAL_UNICAST.stream().noneMatch(block -> block.contains(address));
  }

  private static InetAddress ipv4(byte[] bytes, int from) {
    return ofBytes(Arrays.copyOfRange(bytes, from, from + 4));
  }

  private static InetAddress ofBytes(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  /** All addresses that share their first bits. */
  private record Block(BigInteger prefix, int bytes, int freeBits) {

    static Block of(String first, int prefixLength) {
      byte[] bytes = literal(first).getAddress();
      int free = bytes.length * 8 - prefixLength;
      return new Block(new BigInteger(1, bytes).shiftRight(free), bytes.length, free);
    }

    boolean contains(InetAddress address) {
      byte[] other = address.getAddress();
      return other.length == bytes && new BigInteger(1, other).shiftRight(freeBits).equals(prefix);
    }

    private static InetAddress literal(String text) {
      try {
        return InetAddress.getByName(text);
      } catch (UnknownHostException e) {
        throw new IllegalStateException("an address in numbers is not looked up", e);
      }
    }
  }
}
