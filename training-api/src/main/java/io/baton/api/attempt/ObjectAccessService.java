package io.baton.api.attempt;

import io.baton.api.config.BatonConfig;
import io.baton.api.lease.LeaseFence;
import io.baton.api.lease.LeaseToken;
import io.baton.api.storage.ObjectKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.storage.AccessRequest;
import io.baton.protocol.storage.SignedUrl;
import io.baton.protocol.storage.SignedUrls;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;

/** Lets a node read its job's objects and write below its attempt's prefix, and nothing else. */
@ApplicationScoped
public class ObjectAccessService {
  private final LeaseFence fence;
  private final ObjectStorage storage;
  private final Duration expiry;

  ObjectAccessService(LeaseFence fence, ObjectStorage storage, BatonConfig config) {
    this.fence = fence;
    this.storage = storage;
    this.expiry = config.storage().urlExpiry();
  }

  @Transactional
  public SignedUrls sign(LeaseToken token, AccessRequest request) {
    Optional<String> weights =
        Optional.ofNullable(fence.check(token).sampledWeights).map(StoredFile::key);
    return new SignedUrls(
        request.objects().stream()
            .map(object -> sign(token.job(), token.attempt(), weights, object))
            .toList());
  }

  /** Beside its own objects a job that draws another's images may read the LoRA of them. */
  private SignedUrl sign(
      JobId job, Attempt attempt, Optional<String> weights, AccessRequest.ObjectAccess object) {
    if (object.method() != AccessMethod.PUT && weights.equals(Optional.of(object.key()))) {
      return storage.sign(object.method(), object.key(), expiry);
    }
    String prefix =
        switch (object.method()) {
          case GET, HEAD -> ObjectKeys.jobPrefix(job);
          case PUT -> ObjectKeys.attemptPrefix(job, attempt);
        };
    return storage.sign(object.method(), ObjectKeys.below(prefix, "key", object.key()), expiry);
  }
}
