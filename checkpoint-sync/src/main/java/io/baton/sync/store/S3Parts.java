package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.minio.errors.InvalidResponseException;
import io.minio.http.Method;
import io.minio.messages.ListMultipartUploadsResult;
import io.minio.messages.Part;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** S3's multipart uploads. */
final class S3Parts implements PartStore {
  private static final int PAGE = 1000;

  private final S3Client client;
  private final SignedHttp http;
  private final String bucket;
  private final String region;

  S3Parts(S3Client client, SignedHttp http) {
    this.client = client;
    this.http = http;
    bucket = client.settings().bucket();
    region = client.settings().region();
  }

  @Override
  public PartedUpload begin(ObjectKey key, long size, long partBytes) {
    String id =
        client
            .await(
                "beginning to store",
                key,
                () ->
                    client
                        .uploads()
                        .createMultipartUploadAsync(bucket, region, client.name(key), null, null))
            .result()
            .uploadId();
    return new PartedUpload(key, id);
  }

  @Override
  public SentPart send(PartedUpload upload, int number, FileSlice content, Pace pace) {
    return upload.known(
        () -> new SentPart(number, http.put(sign(upload, number), upload.key(), content, pace)));
  }

  /** A URL to PUT a part to. */
  URI sign(PartedUpload upload, int number) {
    return client.sign(
        Method.PUT,
        upload.key(),
        Map.of("uploadId", upload.id(), "partNumber", Integer.toString(number)));
  }

  @Override
  public void complete(PartedUpload upload, List<SentPart> parts) {
    Part[] list =
        parts.stream().map(part -> new Part(part.number(), part.etag())).toArray(Part[]::new);
    upload.known(
        () ->
            client.await(
                "putting together",
                upload.key(),
                () ->
                    client
                        .uploads()
                        .completeMultipartUploadAsync(
                            bucket,
                            region,
                            client.name(upload.key()),
                            upload.id(),
                            list,
                            null,
                            null)));
  }

  @Override
  public void abort(PartedUpload upload) {
    try {
      client.await(
          "giving up the parts of",
          upload.key(),
          () ->
              client
                  .uploads()
                  .abortMultipartUploadAsync(
                      bucket, region, client.name(upload.key()), upload.id(), null, null));
    } catch (SyncException e) {
      if (e.error() != SyncError.UPLOAD_MISSING && e.error() != SyncError.OBJECT_MISSING) {
        throw e;
      }
    }
  }

  /**
   * @param root what names in the bucket begin with and keys do not
   * @param start what the names begin with
   */
  List<UnfinishedUpload> unfinished(String root, String start, ObjectKey place) {
    List<UnfinishedUpload> found = new ArrayList<>();
    Optional<ListMultipartUploadsResult> page = Optional.empty();
    do {
      page = Optional.of(page(start, place, page));
      page.get()
          .uploads()
          .forEach(
              upload ->
                  found.add(
                      new UnfinishedUpload(
                          new PartedUpload(
                              new ObjectKey(upload.objectName().substring(root.length())),
                              upload.uploadId()),
                          upload.initiated().toInstant())));
    } while (page.get().isTruncated());
    found.sort(Comparator.comparing(UnfinishedUpload::startedAt));
    return found;
  }

  private ListMultipartUploadsResult page(
      String start, ObjectKey place, Optional<ListMultipartUploadsResult> before) {
    try {
      return client
          .await(
              "listing the unfinished uploads below",
              place,
              () ->
                  client
                      .uploads()
                      .listMultipartUploadsAsync(
                          bucket,
                          region,
                          null,
                          null,
                          before.map(ListMultipartUploadsResult::nextKeyMarker).orElse(null),
                          PAGE,
                          start,
                          before.map(ListMultipartUploadsResult::nextUploadIdMarker).orElse(null),
                          null,
                          null))
          .result();
    } catch (SyncException e) {
      throw cannotList(e) ? refused(e) : e;
    }
  }

  /** Some servers say so in HTML, which the client gives away only in its message. */
  private static boolean cannotList(SyncException failure) {
    return failure.getCause() instanceof InvalidResponseException answer
        && answer.getMessage().contains("Response code: 501");
  }

  private static SyncException refused(SyncException failure) {
    return new SyncException(
        SyncError.STORAGE_REFUSED,
        "The storage does not list unfinished uploads: a lifecycle rule of its own has to remove"
            + " them.",
        failure);
  }
}
