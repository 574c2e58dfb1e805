package io.baton.node.sync;

import io.baton.node.api.AttemptCalls;
import io.baton.protocol.client.RefusedException;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.storage.Upload;
import io.baton.protocol.storage.UploadCompletion;
import io.baton.protocol.storage.UploadStart;
import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.PartSigner;
import io.baton.sync.store.PartedUpload;
import io.baton.sync.store.SentPart;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The uploads in parts that the API keeps for one attempt. Those of an earlier attempt are unknown
 * here: the API gave them up when that ended.
 */
final class AttemptParts implements PartSigner {
  private final AttemptCalls calls;
  private final Map<String, Upload> started = new ConcurrentHashMap<>();

  AttemptParts(AttemptCalls calls) {
    this.calls = calls;
  }

  @Override
  public PartedUpload begin(ObjectKey key, long size, long partBytes)
      throws IOException, InterruptedException {
    Upload upload =
        calls.startUploadOnce(new UploadStart(key.value(), size, Optional.of(partBytes)));
    if (upload.partSize() != partBytes) {
      throw new IllegalStateException(
          "the API wants parts of " + upload.partSize() + " bytes instead of " + partBytes);
    }
    started.put(upload.id(), upload);
    return new PartedUpload(key, upload.id());
  }

  @Override
  public URI sign(PartedUpload upload, int number) throws IOException, InterruptedException {
    return asked(upload, known -> calls.signPartOnce(known, number));
  }

  @Override
  public void complete(PartedUpload upload, List<SentPart> parts)
      throws IOException, InterruptedException {
    UploadCompletion completion =
        new UploadCompletion(
            parts.stream()
                .map(part -> new UploadCompletion.UploadedPart(part.number(), part.etag()))
                .toList());
    asked(
        upload,
        known -> {
          calls.completeUploadOnce(known, completion);
          return known;
        });
  }

  @Override
  public void abort(PartedUpload upload) throws IOException, InterruptedException {
    Upload known = started.remove(upload.id());
    if (known != null) {
      calls.abortUploadOnce(known);
    }
  }

  private interface Question<T> {
    T ask(Upload upload) throws IOException, InterruptedException;
  }

  private <T> T asked(PartedUpload upload, Question<T> question)
      throws IOException, InterruptedException {
    Upload known = started.get(upload.id());
    if (known == null) {
      throw missing(upload, null);
    }
    try {
      return question.ask(known);
    } catch (RefusedException e) {
      throw e.code() == ErrorCode.NOT_FOUND ? missing(upload, e) : e;
    }
  }

  private static SyncException missing(PartedUpload upload, RefusedException cause) {
    return new SyncException(
        SyncError.UPLOAD_MISSING,
        "The API does not know the upload of " + upload.key() + " in parts any more.",
        cause);
  }
}
