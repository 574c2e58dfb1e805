package io.baton.protocol.storage;

import io.baton.protocol.field.Fields;
import java.util.List;

/**
 * Signed URLs, in the order of what was asked for.
 *
 * @param urls one for each object that was asked for
 */
public record SignedUrls(List<SignedUrl> urls) {
  public SignedUrls {
    urls = Fields.listOrEmpty(urls);
  }
}
