package io.baton.protocol.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A file of a dataset that is ready, and where it can be downloaded.
 *
 * @param name as it was announced, 5 to 204 characters
 * @param size in bytes, 1 to 104,857,600
 * @param sha256 of its content, 64 hexadecimal digits in lower case
 * @param width of an image, in pixels as it is stored, at least 1; absent of captions
 * @param height of an image, in pixels as it is stored, at least 1; absent of captions
 * @param url answers a GET until it expires, without any credential
 * @param expiresAt when the address stops to answer
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record StoredDatasetFile(
    String name,
    long size,
    String sha256,
    Optional<Integer> width,
    Optional<Integer> height,
    URI url,
    Instant expiresAt) {
  public StoredDatasetFile {
    width = Fields.orEmpty(width);
    height = Fields.orEmpty(height);
  }
}
