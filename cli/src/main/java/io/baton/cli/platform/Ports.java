package io.baton.cli.platform;

import io.baton.cli.CommandFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports on loopback. */
public final class Ports {
  private Ports() {}

  /** One that nobody listens on right now. */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new CommandFailedException("No free port on 127.0.0.1: " + e.getMessage(), e);
    }
  }

  /** Whether a server could listen on it. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** Refuses a port that is in use, naming the option that changes it. */
  static void requireFree(int port, String option) {
    if (!isFree(port)) {
      throw new CommandFailedException(
          "Port " + port + " on 127.0.0.1 is in use: choose another with " + option + ".");
    }
  }
}
