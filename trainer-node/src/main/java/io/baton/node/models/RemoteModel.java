package io.baton.node.models;

import io.baton.node.failure.AttemptFailedException;
import java.io.IOException;
import java.io.InputStream;

/** A model's files at their source. Every method tries once. */
interface RemoteModel {
  /**
   * What is there.
   *
   * @throws SourceTroubleException if it may succeed later
   * @throws AttemptFailedException if it will not
   */
  RemoteListing list() throws SourceTroubleException, AttemptFailedException, InterruptedException;

  /**
   * Opens a file from an offset on, or from its beginning where the source cannot do that.
   *
   * @param offset less than its size
   * @throws SourceTroubleException if it may succeed later
   * @throws AttemptFailedException if it will not
   */
  Opened open(RemoteListing listing, RemoteFile file, long offset)
      throws SourceTroubleException, AttemptFailedException, InterruptedException;

  /**
   * A file under way.
   *
   * @param offset of the first byte in the body
   * @param body breaks with an {@link java.io.IOException} when the source stalls
   */
  record Opened(long offset, InputStream body) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }
}
