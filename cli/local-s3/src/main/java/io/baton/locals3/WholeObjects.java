package io.baton.locals3;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.domain.Blob;
import org.jclouds.blobstore.domain.MultipartPart;
import org.jclouds.blobstore.domain.MultipartUpload;
import org.jclouds.blobstore.domain.PageSet;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.options.CopyOptions;
import org.jclouds.blobstore.options.ListContainerOptions;
import org.jclouds.blobstore.options.PutOptions;
import org.jclouds.blobstore.util.ForwardingBlobStore;
import org.jclouds.io.Payload;
import org.jclouds.io.payloads.ByteSourcePayload;

/**
 * Lets only whole objects into the store below. That one writes an upload beside its place, leaves
 * the half of a broken one there, and then answers every listing of the bucket with an error. Here
 * an upload is received elsewhere first, and no listing looks while it is put into its place.
 */
final class WholeObjects extends ForwardingBlobStore {
  private final Path incoming;
  private final Lock writing;
  private final Lock listing;

  /**
   * @param incoming a directory of its own outside the buckets; what is in it is deleted
   */
  WholeObjects(BlobStore store, Path incoming) throws IOException {
    super(store);
    this.incoming = incoming;
    ReadWriteLock lock = new ReentrantReadWriteLock();
    // Any number of uploads, or of listings.
    writing = lock.readLock();
    listing = lock.writeLock();
    Files.createDirectories(incoming);
    MoreFiles.deleteDirectoryContents(incoming, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  @Override
  public String putBlob(String container, Blob blob) {
    return putBlob(container, blob, PutOptions.NONE);
  }

  @Override
  public String putBlob(String container, Blob blob, PutOptions options) {
    return receive(
        blob.getPayload(),
        whole -> {
          blob.setPayload(whole);
          return super.putBlob(container, blob, options);
        });
  }

  @Override
  public MultipartPart uploadMultipartPart(MultipartUpload upload, int number, Payload payload) {
    return receive(payload, whole -> super.uploadMultipartPart(upload, number, whole));
  }

  @Override
  public String completeMultipartUpload(MultipartUpload upload, List<MultipartPart> parts) {
    return under(writing, () -> super.completeMultipartUpload(upload, parts));
  }

  @Override
  public String copyBlob(
      String fromContainer, String from, String toContainer, String to, CopyOptions options) {
    return under(writing, () -> super.copyBlob(fromContainer, from, toContainer, to, options));
  }

  @Override
  public PageSet<? extends StorageMetadata> list(String container) {
    return under(listing, () -> super.list(container));
  }

  @Override
  public PageSet<? extends StorageMetadata> list(String container, ListContainerOptions options) {
    return under(listing, () -> super.list(container, options));
  }

  private interface Store<T> {
    T put(Payload whole);
  }

  private <T> T receive(Payload payload, Store<T> store) {
    try {
      Path file = Files.createTempFile(incoming, "upload", null);
      try {
        try (InputStream content = payload.openStream()) {
          Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        }
        Payload whole = new ByteSourcePayload(MoreFiles.asByteSource(file));
        whole.setContentMetadata(payload.getContentMetadata());
        return under(writing, () -> store.put(whole));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T under(Lock lock, Supplier<T> operation) {
    lock.lock();
    try {
      return operation.get();
    } finally {
      lock.unlock();
    }
  }
}
