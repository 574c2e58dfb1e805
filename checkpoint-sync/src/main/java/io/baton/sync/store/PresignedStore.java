package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * S3-compatible storage through URLs that somebody else signs, so that no credentials are on this
 * machine. One PUT takes at most 5 GiB; larger files need a signer of parts.
 */
public final class PresignedStore implements ObjectStore {
  private final UrlSigner signer;
  private final Optional<PartStore> parts;
  private final SignedHttp http;

  /** Without parts. */
  public PresignedStore(UrlSigner signer) {
    this(signer, Optional.empty(), Duration.ofSeconds(60));
  }

  public PresignedStore(UrlSigner signer, PartSigner partSigner) {
    this(signer, Optional.of(partSigner), Duration.ofSeconds(60));
  }

  /**
   * @param stallLimit a transfer that moves no byte for so long is broken off, to be tried again
   */
  public PresignedStore(UrlSigner signer, Optional<PartSigner> partSigner, Duration stallLimit) {
    this.signer = signer;
    http = new SignedHttp(stallLimit);
    parts = partSigner.map(Parts::new);
  }

  @Override
  public void put(ObjectKey key, FileSlice content, Pace pace) {
    http.put(sign(UrlSigner.Method.PUT, key), key, content, pace);
  }

  @Override
  public void put(ObjectKey key, byte[] bytes) {
    http.put(sign(UrlSigner.Method.PUT, key), key, bytes);
  }

  @Override
  public void get(ObjectKey key, Path target, long limit, Pace pace) {
    http.get(sign(UrlSigner.Method.GET, key), key, target, limit, pace);
  }

  @Override
  public Optional<String> get(ObjectKey key, long size, FileSlice target, Pace pace) {
    return http.get(sign(UrlSigner.Method.GET, key), key, size, target, pace);
  }

  @Override
  public byte[] get(ObjectKey key, int limit) {
    return http.get(sign(UrlSigner.Method.GET, key), key, limit);
  }

  @Override
  public Optional<ObjectStat> head(ObjectKey key) {
    return http.head(sign(UrlSigner.Method.HEAD, key), key);
  }

  @Override
  public void delete(ObjectKey key) {
    http.delete(sign(UrlSigner.Method.DELETE, key), key);
  }

  @Override
  public Optional<PartStore> parts() {
    return parts;
  }

  private URI sign(UrlSigner.Method method, ObjectKey key) {
    return ask("URL to " + method, key, () -> signer.sign(method, key));
  }

  private final class Parts implements PartStore {
    private final PartSigner partSigner;

    Parts(PartSigner partSigner) {
      this.partSigner = partSigner;
    }

    @Override
    public PartedUpload begin(ObjectKey key, long size, long partBytes) {
      return ask("upload in parts of", key, () -> partSigner.begin(key, size, partBytes));
    }

    @Override
    public SentPart send(PartedUpload upload, int number, FileSlice content, Pace pace) {
      URI url =
          ask(
              "URL to PUT part " + number + " of",
              upload.key(),
              () -> partSigner.sign(upload, number));
      return upload.known(() -> new SentPart(number, http.put(url, upload.key(), content, pace)));
    }

    @Override
    public void complete(PartedUpload upload, List<SentPart> sent) {
      ask(
          "completion of",
          upload.key(),
          () -> {
            partSigner.complete(upload, sent);
            return upload;
          });
    }

    @Override
    public void abort(PartedUpload upload) {
      ask(
          "end of the upload of",
          upload.key(),
          () -> {
            partSigner.abort(upload);
            return upload;
          });
    }
  }

  private interface Question<T> {
    T ask() throws IOException, InterruptedException;
  }

  private static <T> T ask(String what, ObjectKey key, Question<T> question) {
    try {
      return question.ask();
    } catch (InterruptedException e) {
      throw SyncException.interrupted("asking for a " + what + " " + key, e);
    } catch (IOException e) {
      throw new SyncException(
          SyncError.SIGNER_UNREACHABLE,
          "No " + what + " " + key + " could be had: " + SyncException.describe(e) + ".",
          e);
    } catch (SyncException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new SyncException(
          SyncError.SIGNER_REFUSED,
          "No " + what + " " + key + " is given out: " + SyncException.describe(e) + ".",
          e);
    }
  }
}
