package io.baton.api.webhook;

import java.io.IOException;
import java.net.SocketAddress;

/** A receiver has an address that webhooks are not sent to. */
final class RefusedAddressException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedAddressException(SocketAddress address) {
    super(
        "the receiver's address "
            + address
            + " is not a public one, and the service sends webhooks to public addresses only");
  }
}
