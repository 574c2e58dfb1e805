package io.baton.sync.store;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * Whoever holds the storage's credentials and keeps uploads in parts for somebody who has none. All
 * methods are asked once a try.
 *
 * <p>They throw {@link IOException} when the signer cannot be reached now, {@link
 * io.baton.sync.SyncException} with a typed reason ({@code UPLOAD_MISSING} for an upload that it
 * does not know); any other runtime exception counts as a refusal ({@code SIGNER_REFUSED}).
 */
public interface PartSigner {
  /**
   * @param size bytes of the whole object
   * @param partBytes of every part but the last
   */
  PartedUpload begin(ObjectKey key, long size, long partBytes)
      throws IOException, InterruptedException;

  /** A URL to PUT a part to. */
  URI sign(PartedUpload upload, int number) throws IOException, InterruptedException;

  void complete(PartedUpload upload, List<SentPart> parts) throws IOException, InterruptedException;

  void abort(PartedUpload upload) throws IOException, InterruptedException;
}
