package io.baton.sync.store;

import io.minio.http.Method;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A bucket of a real S3 server that checks signatures. */
public record TestBucket(URI endpoint, String accessKey, String secretKey, String name) {
  public static ObjectKey freshPrefix() {
    return new ObjectKey("test-" + UUID.randomUUID());
  }

  /** The same behind another address, such as a proxy's. */
  public TestBucket at(URI address) {
    return new TestBucket(address, accessKey, secretKey, name);
  }

  TestBucket secretKey(String secret) {
    return new TestBucket(endpoint, accessKey, secret, name);
  }

  TestBucket name(String bucket) {
    return new TestBucket(endpoint, accessKey, secretKey, bucket);
  }

  public S3Settings settings(Optional<ObjectKey> prefix) {
    return new S3Settings(
        endpoint, "us-east-1", accessKey, secretKey, Optional.empty(), name, prefix);
  }

  public S3Store store(ObjectKey prefix) {
    return new S3Store(settings(Optional.of(prefix)));
  }

  /** With URLs signed below a prefix, as a platform's API signs them. */
  public PresignedStore presigned(ObjectKey prefix) {
    return new PresignedStore(signer(prefix), partSigner(prefix));
  }

  public UrlSigner signer(ObjectKey prefix) {
    S3Client client = client(prefix);
    return (method, key) -> client.sign(Method.valueOf(method.name()), key, Map.of());
  }

  PartSigner partSigner(ObjectKey prefix) {
    S3Client client = client(prefix);
    S3Parts parts = new S3Parts(client, new SignedHttp(Duration.ofSeconds(60)));
    return new PartSigner() {
      @Override
      public PartedUpload begin(ObjectKey key, long size, long partBytes) {
        return parts.begin(key, size, partBytes);
      }

      @Override
      public URI sign(PartedUpload upload, int number) {
        return parts.sign(upload, number);
      }

      @Override
      public void complete(PartedUpload upload, List<SentPart> sent) {
        parts.complete(upload, sent);
      }

      @Override
      public void abort(PartedUpload upload) {
        parts.abort(upload);
      }
    };
  }

  private S3Client client(ObjectKey prefix) {
    return new S3Client(settings(Optional.of(prefix)));
  }
}
