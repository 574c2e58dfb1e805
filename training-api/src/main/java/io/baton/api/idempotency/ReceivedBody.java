package io.baton.api.idempotency;

import jakarta.enterprise.context.RequestScoped;

/** The bytes of the body of the request that is being answered; none where it has no body. */
@RequestScoped
public class ReceivedBody {
  private byte[] bytes = {};

  byte[] bytes() {
    return bytes;
  }

  void set(byte[] read) {
    bytes = read;
  }
}
