package io.baton.sync.store;

import java.util.List;

/**
 * Objects that are sent part by part. Methods may be called by several threads and try once, as
 * those of {@link ObjectStore} do. An upload that storage does not know any more fails with {@code
 * UPLOAD_MISSING}.
 */
public interface PartStore {
  /**
   * Begins an upload.
   *
   * @param size bytes of the whole object
   * @param partBytes of every part but the last
   */
  PartedUpload begin(ObjectKey key, long size, long partBytes);

  /**
   * Sends a part, or sends it again; read from disk as it is sent.
   *
   * @param number from 1
   */
  SentPart send(PartedUpload upload, int number, FileSlice content, Pace pace);

  /**
   * Makes the parts one object.
   *
   * @param parts all of them, by number
   */
  void complete(PartedUpload upload, List<SentPart> parts);

  /** Frees what storage has of an upload; one that is gone is no error. */
  void abort(PartedUpload upload);
}
