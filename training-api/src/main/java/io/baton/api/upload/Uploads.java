package io.baton.api.upload;

import io.baton.api.config.BatonConfig;
import io.baton.api.job.JobEntity;
import io.baton.api.lease.LeaseFence;
import io.baton.api.lease.LeaseToken;
import io.baton.api.persistence.NewIds;
import io.baton.api.problem.ProblemException;
import io.baton.api.storage.MultipartStorage;
import io.baton.api.storage.ObjectKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.storage.PartRequest;
import io.baton.protocol.storage.SignedParts;
import io.baton.protocol.storage.SignedUrl;
import io.baton.protocol.storage.Upload;
import io.baton.protocol.storage.UploadCompletion;
import io.baton.protocol.storage.UploadStart;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Large objects of nodes, part by part, below the attempt's prefix. Storage is asked outside of
 * transactions; a row is there before storage knows of the upload, so that none is forgotten.
 */
@ApplicationScoped
public class Uploads {
  private static final int MOST_UNFINISHED = 100;
  private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,64}");

  private final LeaseFence fence;
  private final MultipartStorage parts;
  private final ObjectStorage objects;
  private final DatabaseClock clock;
  private final Duration expiry;

  Uploads(
      LeaseFence fence,
      MultipartStorage parts,
      ObjectStorage objects,
      DatabaseClock clock,
      BatonConfig config) {
    this.fence = fence;
    this.parts = parts;
    this.objects = objects;
    this.clock = clock;
    this.expiry = config.storage().urlExpiry();
  }

  /** Begins an upload. */
  public Upload start(LeaseToken token, UploadStart start) {
    ObjectKeys.below(ObjectKeys.attemptPrefix(token.job(), token.attempt()), "key", start.key());
    PartLayout layout = PartLayout.of(start.size(), start.partSize());
    Upload upload =
        QuarkusTransaction.requiringNew().call(() -> insert(token, start.key(), layout));
    String storageId = parts.begin(upload.key());
    boolean known =
        QuarkusTransaction.requiringNew()
            .call(
                () ->
                    UploadEntity.update("storageId = ?1 where id = ?2", storageId, upload.id())
                        == 1);
    if (!known) {
      // The attempt ended meanwhile and its uploads were given up.
      parts.abort(upload.key(), storageId);
    }
    return upload;
  }

  private Upload insert(LeaseToken token, String key, PartLayout layout) {
    JobEntity job = fence.lock(token);
    if (UploadEntity.unfinished(job.id, job.attempt) >= MOST_UNFINISHED) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "The attempt has "
              + MOST_UNFINISHED
              + " unfinished uploads already; complete or abort some.");
    }
    UploadEntity upload = new UploadEntity();
    upload.id = NewIds.withPrefix("upload");
    upload.jobId = job.id;
    upload.attempt = job.attempt;
    upload.key = key;
    upload.size = layout.size();
    upload.partSize = layout.partSize();
    upload.startedAt = clock.now();
    upload.persist();
    return upload.toRecord();
  }

  /** Leave to send parts. */
  @Transactional
  public SignedParts sign(LeaseToken token, String id, PartRequest request) {
    fence.check(token);
    UploadEntity upload = requireUnfinished(token, id);
    List<SignedParts.SignedPart> signed = new ArrayList<>();
    for (int number : request.parts()) {
      long size = upload.layout().sizeOf(number);
      SignedUrl url = parts.sign(upload.key, upload.storageId, number, expiry);
      signed.add(new SignedParts.SignedPart(number, size, url.url(), url.expiresAt()));
    }
    return new SignedParts(signed);
  }

  /** Makes the parts one object. Completing again changes nothing. */
  public void complete(LeaseToken token, String id, UploadCompletion completion) {
    UploadEntity upload =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  fence.check(token);
                  return require(token, id);
                });
    if (upload.completedAt != null) {
      return;
    }
    requireStarted(upload);
    parts.complete(upload.key, upload.storageId, etags(upload, completion));
    // Also where storage knew of no such upload: it may have been completed by a call whose answer
    // was lost.
    OptionalLong stored = objects.size(upload.key);
    if (stored.isEmpty() || stored.getAsLong() != upload.size) {
      throw new ProblemException(
          ErrorCode.OBJECT_MISSING,
          "The parts of "
              + upload.key
              + " do not make the "
              + upload.size
              + " bytes that were said"
              + (stored.isPresent() ? " but " + stored.getAsLong() : "")
              + "; start a new upload.");
    }
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              fence.lock(token);
              require(token, id).completedAt = clock.now();
            });
  }

  private static List<String> etags(UploadEntity upload, UploadCompletion completion) {
    int wanted = upload.layout().parts();
    List<UploadCompletion.UploadedPart> told = completion.parts();
    for (int i = 0; i < told.size(); i++) {
      if (told.get(i).number() != i + 1) {
        throw new InvalidFieldException(
            "parts",
            "must be numbered from 1 without a gap, not " + told.get(i).number() + " after " + i);
      }
    }
    if (told.size() != wanted) {
      throw new InvalidFieldException(
          "parts", "must be all " + wanted + " parts of the upload, not " + told.size());
    }
    return told.stream().map(part -> part.etag().replace("\"", "")).toList();
  }

  /** Gives an upload up. */
  public void abort(LeaseToken token, String id) {
    UploadEntity upload =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  fence.check(token);
                  return requireUnfinished(token, id);
                });
    parts.abort(upload.key, upload.storageId);
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              fence.lock(token);
              UploadEntity.deleteById(id);
            });
  }

  private static UploadEntity requireUnfinished(LeaseToken token, String id) {
    UploadEntity upload = require(token, id);
    if (upload.completedAt != null) {
      throw new ProblemException(ErrorCode.CONFLICT, "Upload " + id + " is complete already.");
    }
    requireStarted(upload);
    return upload;
  }

  private static void requireStarted(UploadEntity upload) {
    if (upload.storageId == null) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Upload " + upload.id + " was never started in storage; start a new one.");
    }
  }

  private static UploadEntity require(LeaseToken token, String id) {
    return Optional.of(id)
        .filter(text -> FORM.matcher(text).matches())
        .flatMap(text -> UploadEntity.find(token, text))
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.NOT_FOUND,
                    "Attempt "
                        + token.attempt()
                        + " of job "
                        + token.job()
                        + " has no upload "
                        + id
                        + "."));
  }
}
