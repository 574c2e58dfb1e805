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
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Moves bytes to and from signed URLs of S3-compatible storage. What is sent takes its MD5 along,
 * which is not signed but checked: what the network damaged is refused by the storage.
 */
final class SignedHttp {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int ERROR_BODY_BYTES = 16_384;

  /** Of all stores: a client costs threads, and keeps connections that the next one can use. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  private final Duration stallLimit;

  /**
   * @param stallLimit a transfer that moves no byte for so long is broken off, to be tried again
   */
  SignedHttp(Duration stallLimit) {
    this.stallLimit = stallLimit;
  }

  /** Returns the ETag of what the storage got. */
  String put(URI url, ObjectKey key, FileSlice content, Pace pace) {
    try (FileChannel file = SliceReader.open(content)) {
      return put(
          url,
          key,
          BodyPublishers.ofByteArrays(new SliceChunks(file, content, pace)),
          content.length(),
          ContentMd5.of(file, content));
    } catch (IOException e) {
      throw SyncException.local("reading", content.file(), e);
    }
  }

  void put(URI url, ObjectKey key, byte[] bytes) {
    put(url, key, BodyPublishers.ofByteArray(bytes), bytes.length, ContentMd5.of(bytes));
  }

  private String put(URI url, ObjectKey key, BodyPublisher source, long length, String digest) {
    try (HttpTransfer transfer = new HttpTransfer("storing", key, stallLimit)) {
      ObservedBody body = new ObservedBody(source, length, transfer::progress);
      HttpRequest request =
          HttpRequest.newBuilder(url).header("Content-MD5", digest).PUT(body).build();
      try {
        HttpResponse<InputStream> response = transfer.send(CLIENT, request);
        requireSuccess("storing", key, response, transfer);
        start(transfer.content());
        return response.headers().firstValue("ETag").orElse("");
      } catch (SyncException e) {
        throw body.sourceFailure().map(cause -> unreadable(key, cause, e)).orElse(e);
      }
    }
  }

  private static SyncException unreadable(ObjectKey key, Throwable cause, SyncException failure) {
    return cause instanceof SyncException typed
        ? typed
        : new SyncException(
            SyncError.LOCAL_IO,
            "Failed while reading what is stored as "
                + key
                + ": "
                + SyncException.describe(cause)
                + ".",
            failure);
  }

  void get(URI url, ObjectKey key, Path target, long limit, Pace pace) {
    exchange(
        "fetching",
        HttpRequest.newBuilder(url).build(),
        key,
        (response, transfer) -> {
          requireSuccess("fetching", key, response, transfer);
          Transfer.toFile(key, transfer.content(), target, limit, pace);
          return target;
        });
  }

  /** Returns the object's ETag. */
  Optional<String> get(URI url, ObjectKey key, long size, FileSlice target, Pace pace) {
    ByteRange range = new ByteRange(key, size, target);
    return exchange(
        "fetching",
        HttpRequest.newBuilder(url).header("Range", range.header()).build(),
        key,
        (response, transfer) -> {
          if (response.statusCode() == 416) {
            throw range.beyondTheEnd();
          }
          requireSuccess("fetching", key, response, transfer);
          range.requireAnswered(
              response.statusCode(), response.headers().firstValue("Content-Range").orElse(""));
          Transfer.toSlice(key, transfer.content(), target, pace);
          return response.headers().firstValue("ETag");
        });
  }

  byte[] get(URI url, ObjectKey key, int limit) {
    return exchange(
        "fetching",
        HttpRequest.newBuilder(url).build(),
        key,
        (response, transfer) -> {
          requireSuccess("fetching", key, response, transfer);
          return Transfer.toBytes(key, transfer.content(), limit);
        });
  }

  Optional<ObjectStat> head(URI url, ObjectKey key) {
    return exchange(
        "looking for",
        HttpRequest.newBuilder(url).method("HEAD", BodyPublishers.noBody()).build(),
        key,
        (response, transfer) -> {
          if (response.statusCode() == 404) {
            return Optional.empty();
          }
          requireSuccess("looking for", key, response, transfer);
          return Optional.of(stat(key, response));
        });
  }

  void delete(URI url, ObjectKey key) {
    exchange(
        "deleting",
        HttpRequest.newBuilder(url).DELETE().build(),
        key,
        (response, transfer) -> {
          if (response.statusCode() != 404) {
            requireSuccess("deleting", key, response, transfer);
          }
          start(transfer.content());
          return key;
        });
  }

  private <T> T exchange(
      String doing,
      HttpRequest request,
      ObjectKey key,
      BiFunction<HttpResponse<InputStream>, HttpTransfer, T> receive) {
    try (HttpTransfer transfer = new HttpTransfer(doing, key, stallLimit)) {
      return receive.apply(transfer.send(CLIENT, request), transfer);
    }
  }

  private static void requireSuccess(
      String doing, ObjectKey key, HttpResponse<InputStream> response, HttpTransfer transfer) {
    int status = response.statusCode();
    if (status < 200 || status > 299) {
      throw S3Answer.parse(status, start(transfer.content())).failure(doing, key);
    }
  }

  /**
   * As much of an answer's body as can be had: of an error, where the status alone decides when
   * there is none, and of a success, because a connection is used again only if its answer was
   * read.
   */
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
}
