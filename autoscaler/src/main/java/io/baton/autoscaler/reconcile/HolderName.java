package io.baton.autoscaler.reconcile;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** Names this process among all autoscalers, over its whole life. */
final class HolderName {
  private HolderName() {}

  static String ofThisProcess() {
    String host = host().replaceAll("[^A-Za-z0-9._-]", "-");
    return host.substring(0, Math.min(host.length(), 80))
        + "-"
        + UUID.randomUUID().toString().substring(0, 8);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // The rest of the name is unique anyway.
      return "autoscaler";
    }
  }
}
