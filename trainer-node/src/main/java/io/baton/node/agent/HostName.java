package io.baton.node.agent;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The machine's name, for people. */
final class HostName {
  private HostName() {}

  static String get() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "unknown";
    }
  }
}
