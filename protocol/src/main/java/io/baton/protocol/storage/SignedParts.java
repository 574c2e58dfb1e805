package io.baton.protocol.storage;

import io.baton.protocol.field.Fields;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * Signed URLs for parts of an upload, in the order of what was asked for.
 *
 * @param parts one for each part that was asked for
 */
public record SignedParts(List<SignedPart> parts) {
  public SignedParts {
    parts = Fields.listOrEmpty(parts);
  }

  /**
   * Leave to PUT one part, for a while, without any credential. The answer's header ETag goes into
   * the completion.
   *
   * @param number of the part, 1 to 10,000
   * @param size that it must have in bytes, at least 1
   * @param url to PUT it to
   * @param expiresAt when the URL stops working
   */
  public record SignedPart(int number, long size, URI url, Instant expiresAt) {}
}
