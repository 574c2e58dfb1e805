package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * S3-compatible storage through URLs that somebody else signs, so that no credentials are on this
 * machine. A file is one PUT, which S3 limits to 5 GiB. Its MD5 goes along, which is not signed but
 * checked: what the network damaged is refused by the storage.
 */
public final class PresignedStore implements ObjectStore {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int ERROR_BODY_BYTES = 16_384;

  private final UrlSigner signer;
  private final Duration stallLimit;
  private final HttpClient client;

  public PresignedStore(UrlSigner signer) {
    this(signer, Duration.ofSeconds(60));
  }

  /**
   * @param stallLimit a transfer that moves no byte for so long is broken off, to be tried again
   */
  public PresignedStore(UrlSigner signer, Duration stallLimit) {
    this.signer = signer;
    this.stallLimit = stallLimit;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  @Override
  public void put(ObjectKey key, Path file) {
    String digest = ContentMd5.of(file);
    try {
      put(key, BodyPublishers.ofFile(file), digest);
    } catch (IOException e) {
      throw SyncException.local("reading", file, e);
    }
  }

  @Override
  public void put(ObjectKey key, byte[] bytes) {
    put(key, BodyPublishers.ofByteArray(bytes), ContentMd5.of(bytes));
  }

  private void put(ObjectKey key, BodyPublisher source, String digest) {
    URI url = sign(UrlSigner.Method.PUT, key);
    try (HttpTransfer transfer = new HttpTransfer("storing", key, stallLimit)) {
      ObservedBody body = new ObservedBody(source, transfer::progress);
      HttpRequest request =
          HttpRequest.newBuilder(url).header("Content-MD5", digest).PUT(body).build();
      try {
        requireSuccess("storing", key, transfer.send(client, request), transfer);
      } catch (SyncException e) {
        throw body.sourceFailure()
            .map(
                cause ->
                    new SyncException(
                        SyncError.LOCAL_IO,
                        "Failed while reading what is stored as "
                            + key
                            + ": "
                            + SyncException.describe(cause)
                            + ".",
                        e))
            .orElse(e);
      }
    }
  }

  @Override
  public void get(ObjectKey key, Path target, long limit) {
    exchange(
        "fetching",
        UrlSigner.Method.GET,
        key,
        (response, transfer) -> {
          requireSuccess("fetching", key, response, transfer);
          Transfer.toFile(key, transfer.content(), target, limit);
          return target;
        });
  }

  @Override
  public byte[] get(ObjectKey key, int limit) {
    return exchange(
        "fetching",
        UrlSigner.Method.GET,
        key,
        (response, transfer) -> {
          requireSuccess("fetching", key, response, transfer);
          return Transfer.toBytes(key, transfer.content(), limit);
        });
  }

  @Override
  public Optional<ObjectStat> head(ObjectKey key) {
    return exchange(
        "looking for",
        UrlSigner.Method.HEAD,
        key,
        (response, transfer) -> {
          if (response.statusCode() == 404) {
            return Optional.empty();
          }
          requireSuccess("looking for", key, response, transfer);
          return Optional.of(stat(key, response));
        });
  }

  @Override
  public void delete(ObjectKey key) {
    exchange(
        "deleting",
        UrlSigner.Method.DELETE,
        key,
        (response, transfer) -> {
          if (response.statusCode() != 404) {
            requireSuccess("deleting", key, response, transfer);
          }
          return key;
        });
  }

  private <T> T exchange(
      String doing,
      UrlSigner.Method method,
      ObjectKey key,
      BiFunction<HttpResponse<InputStream>, HttpTransfer, T> receive) {
    URI url = sign(method, key);
    try (HttpTransfer transfer = new HttpTransfer(doing, key, stallLimit)) {
      HttpRequest request =
          HttpRequest.newBuilder(url).method(method.name(), BodyPublishers.noBody()).build();
      return receive.apply(transfer.send(client, request), transfer);
    }
  }

  private static void requireSuccess(
      String doing, ObjectKey key, HttpResponse<InputStream> response, HttpTransfer transfer) {
    int status = response.statusCode();
    if (status < 200 || status > 299) {
      throw S3Answer.parse(status, start(transfer.content())).failure(doing, key);
    }
  }

  /** As much of an error's body as can be had: the status alone decides when there is none. */
  private static String start(InputStream content) {
    try {
      return new String(content.readNBytes(ERROR_BODY_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static ObjectStat stat(ObjectKey key, HttpResponse<?> response) {
    long size = response.headers().firstValueAsLong("Content-Length").orElse(0);
    Instant modified =
        response
            .headers()
            .firstValue("Last-Modified")
            .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME))
            .map(ZonedDateTime::toInstant)
            .orElse(Instant.EPOCH);
    return new ObjectStat(key, size, modified);
  }

  private URI sign(UrlSigner.Method method, ObjectKey key) {
    try {
      return signer.sign(method, key);
    } catch (InterruptedException e) {
      throw SyncException.interrupted("asking for a URL for " + key, e);
    } catch (IOException e) {
      throw new SyncException(
          SyncError.SIGNER_UNREACHABLE,
          "No URL to " + method + " " + key + " could be had: " + SyncException.describe(e) + ".",
          e);
    } catch (SyncException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new SyncException(
          SyncError.SIGNER_REFUSED,
          "No URL to " + method + " " + key + " is given out: " + SyncException.describe(e) + ".",
          e);
    }
  }
}
