package io.baton.sync.bench;

import io.baton.sync.store.TestBucket;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.MinioAsyncClient;
import io.minio.messages.Part;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The MinIO client alone, with as many parts of the same size travelling at a time. */
final class MinioParts implements AutoCloseable {
  private final MinioAsyncClient client;
  private final TestBucket bucket;
  private final long partBytes;
  private final ExecutorService threads;

  MinioParts(TestBucket bucket, long partBytes, int parallel) {
    this.bucket = bucket;
    this.partBytes = partBytes;
    threads = Executors.newFixedThreadPool(parallel);
    client =
        MinioAsyncClient.builder()
            .endpoint(bucket.endpoint().toString())
            .region("us-east-1")
            .credentials(bucket.accessKey(), bucket.secretKey())
            .build();
  }

  private record Slice(int number, long offset, long length) {}

  void send(String name, Path file) throws Exception {
    String upload =
        client
            .createMultipartUploadAsync(bucket.name(), null, name, null, null)
            .get()
            .result()
            .uploadId();
    List<Part> parts = each(Files.size(file), slice -> send(name, upload, file, slice));
    client
        .completeMultipartUploadAsync(
            bucket.name(), null, name, upload, parts.toArray(Part[]::new), null, null)
        .get();
  }

  private Part send(String name, String upload, Path file, Slice slice) throws Exception {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
      content.seek(slice.offset());
      String etag =
          client
              .uploadPartAsync(
                  bucket.name(),
                  null,
                  name,
                  content,
                  slice.length(),
                  upload,
                  slice.number(),
                  null,
                  null)
              .get()
              .etag();
      return new Part(slice.number(), etag);
    }
  }

  void fetch(String name, long size, Path target) throws Exception {
    try (RandomAccessFile whole = new RandomAccessFile(target.toFile(), "rw")) {
      whole.setLength(size);
    }
    each(size, slice -> fetch(name, target, slice));
  }

  private Slice fetch(String name, Path target, Slice slice) throws Exception {
    byte[] buffer = new byte[1 << 16];
    try (GetObjectResponse content =
            client
                .getObject(
                    GetObjectArgs.builder()
                        .bucket(bucket.name())
                        .object(name)
                        .offset(slice.offset())
                        .length(slice.length())
                        .build())
                .get();
        RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
      file.seek(slice.offset());
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        file.write(buffer, 0, count);
      }
    }
    return slice;
  }

  private interface Move<T> {
    T move(Slice slice) throws Exception;
  }

  private <T> List<T> each(long size, Move<T> move) throws Exception {
    List<Callable<T>> moves = new ArrayList<>();
    for (long offset = 0; offset < size; offset += partBytes) {
      Slice slice = new Slice(moves.size() + 1, offset, Math.min(partBytes, size - offset));
      moves.add(() -> move.move(slice));
    }
    List<T> moved = new ArrayList<>();
    for (Future<T> one : threads.invokeAll(moves)) {
      moved.add(one.get());
    }
    return moved;
  }

  @Override
  public void close() throws Exception {
    threads.shutdownNow();
    client.close();
  }
}
