package io.baton.sync.store;

/**
 * A part that is in storage.
 *
 * @param number from 1
 * @param etag the storage's name for what it got, without quotes
 */
public record SentPart(int number, String etag) {
  public SentPart {
    if (number < 1) {
      throw new IllegalArgumentException("parts are numbered from 1, not " + number);
    }
    etag = etag.replace("\"", "");
  }
}
