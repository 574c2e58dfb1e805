package io.baton.node.models;

import io.baton.node.failure.AttemptFailedException;
import io.baton.protocol.work.FailureClass;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.credentials.StaticProvider;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The objects of a bucket below a prefix. An object {@code SHA256SUMS} there, as sha256sum writes
 * it, says what the others must be; without one only their sizes are known, since ETags are not
 * digests everywhere.
 */
final class BucketModel implements RemoteModel {
  static final String SUMS = "SHA256SUMS";
  private static final Pattern SUM = Pattern.compile("([0-9a-f]{64}) [ *](?:\\./)?(.+)");
  private static final int MAX_SUMS_BYTES = 1 << 20;
  private static final int MAX_OBJECTS = 10_000;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration STALL_LIMIT = Duration.ofSeconds(60);

  private final ModelLocation.Bucket location;
  private final MinioClient client;
  private final Map<String, String> tags = new HashMap<>();

  BucketModel(ModelLocation.Bucket location, BucketSettings settings) {
    this.location = location;
    MinioClient.Builder builder =
        MinioClient.builder().endpoint(settings.endpoint().toString()).region(settings.region());
    settings
        .credentials()
        .ifPresent(
            keys ->
                builder.credentialsProvider(
                    new StaticProvider(
                        keys.accessKey(), keys.secretKey(), keys.sessionToken().orElse(null))));
    this.client = builder.build();
    client.setTimeout(CONNECT_TIMEOUT.toMillis(), STALL_LIMIT.toMillis(), STALL_LIMIT.toMillis());
  }

  @Override
  public RemoteListing list()
      throws SourceTroubleException, AttemptFailedException, InterruptedException {
    String root = location.prefix().map(prefix -> prefix + "/").orElse("");
    List<Item> items = call(() -> items(root));
    Map<String, String> sums = sums(root, items);
    List<RemoteFile> files = new ArrayList<>();
    StringBuilder version = new StringBuilder();
    for (Item item : items) {
      String path = item.objectName().substring(root.length());
      if (RemoteFile.isSafe(path)) {
        tags.put(path, item.etag().replace("\"", ""));
        version.append(path).append('\0').append(item.etag()).append('\n');
        files.add(
            new RemoteFile(
                path,
                item.size(),
                Optional.ofNullable(sums.get(path))
                    .map(sum -> new FileDigest(FileDigest.Kind.SHA256, sum))));
      }
    }
    return new RemoteListing(KnownNames.id(version.toString()), files);
  }

  private List<Item> items(String root)
      throws MinioException, IOException, GeneralSecurityException {
    List<Item> items = new ArrayList<>();
    for (Result<Item> result :
        client.listObjects(
            ListObjectsArgs.builder()
                .bucket(location.bucket())
                .prefix(root)
                .recursive(true)
                .build())) {
      Item item = result.get();
      if (!item.isDir() && items.size() < MAX_OBJECTS) {
        items.add(item);
      }
    }
    return items;
  }

  private Map<String, String> sums(String root, List<Item> items)
      throws SourceTroubleException, AttemptFailedException, InterruptedException {
    if (items.stream().noneMatch(item -> item.objectName().equals(root + SUMS))) {
      return Map.of();
    }
    String text =
        call(
            () -> {
              try (InputStream body = client.getObject(get(root + SUMS).build())) {
                return new String(body.readNBytes(MAX_SUMS_BYTES), StandardCharsets.UTF_8);
              }
            });
    Map<String, String> sums = new HashMap<>();
    for (String line : text.lines().toList()) {
      Matcher sum = SUM.matcher(line);
      if (sum.matches()) {
        sums.put(sum.group(2), sum.group(1));
      }
    }
    return sums;
  }

  @Override
  public Opened open(RemoteListing listing, RemoteFile file, long offset)
      throws SourceTroubleException, AttemptFailedException, InterruptedException {
    String key = location.prefix().map(prefix -> prefix + "/").orElse("") + file.path();
    GetObjectArgs.Builder get = get(key).matchETag(tags.get(file.path()));
    if (offset > 0) {
      get.offset(offset);
    }
    GetObjectResponse body = call(() -> client.getObject(get.build()));
    return new Opened(body.headers().get("Content-Range") == null ? 0 : offset, body);
  }

  private GetObjectArgs.Builder get(String key) {
    return GetObjectArgs.builder().bucket(location.bucket()).object(key);
  }

  private interface Call<T> {
    T run() throws MinioException, IOException, GeneralSecurityException;
  }

  private <T> T call(Call<T> call)
      throws SourceTroubleException, AttemptFailedException, InterruptedException {
    try {
      return call.run();
    } catch (ErrorResponseException e) {
      throw refusal(e);
    } catch (InterruptedIOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("fetching " + location);
      }
      throw trouble(e);
    } catch (IOException | MinioException e) {
      throw trouble(e);
    } catch (GeneralSecurityException e) {
      throw new AttemptFailedException(
          FailureClass.NODE_MISCONFIGURED,
          "The node's S3 credentials cannot sign: " + e.getMessage() + ".",
          e);
    }
  }

  private AttemptFailedException refusal(ErrorResponseException e) throws SourceTroubleException {
    String code = String.valueOf(e.errorResponse().code());
    int status = e.response() == null ? 0 : e.response().code();
    return switch (code) {
      case "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken" ->
          new AttemptFailedException(
              FailureClass.NODE_MISCONFIGURED,
              "S3 refuses "
                  + location
                  + " ("
                  + code
                  + "); see that the node's credentials for models may list and read it.",
              e);
      case "NoSuchBucket", "NoSuchKey" ->
          new AttemptFailedException(
              FailureClass.BAD_INPUT, "S3 has no " + location + " (" + code + ").", e);
      case "PreconditionFailed" ->
          throw new SourceTroubleException("an object of " + location + " was replaced meanwhile");
      default -> {
        if (status >= 500 || status == 429 || status == 408 || status == 0) {
          throw new SourceTroubleException("S3 answers " + code + " (HTTP " + status + ")");
        }
        yield new AttemptFailedException(
            FailureClass.NODE_MISCONFIGURED,
            "S3 does not give " + location + ": " + code + " (HTTP " + status + ").",
            e);
      }
    };
  }

  private SourceTroubleException trouble(Exception e) {
    return new SourceTroubleException(
        "S3 does not answer for " + location + " (" + e.getClass().getSimpleName() + ")");
  }
}
