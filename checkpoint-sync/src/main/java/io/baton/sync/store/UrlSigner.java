package io.baton.sync.store;

import java.io.IOException;
import java.net.URI;

/** Whoever holds the storage's credentials and hands out URLs that are good for one operation. */
@FunctionalInterface
public interface UrlSigner {
  /** The operation that a URL is signed for. */
  enum Method {
    GET,
    HEAD,
    PUT,
    DELETE
  }

  /**
   * Returns a URL for one operation on one object. It is asked for anew at every try, so URLs may
   * live shortly.
   *
   * @throws IOException when the signer cannot be reached now; the operation is tried again
   * @throws io.baton.sync.SyncException with a typed reason; any other runtime exception counts as
   *     a refusal ({@code SIGNER_REFUSED}) and ends the operation
   */
  URI sign(Method method, ObjectKey key) throws IOException, InterruptedException;
}
