package io.baton.api.dashboard.newjob;

import io.baton.api.config.DatasetsConfig;
import io.baton.api.dataset.ImageBounds;
import io.baton.protocol.dataset.DatasetFile;

/**
 * What the service takes, so that the page can say at once what it would refuse.
 *
 * @param files that a dataset may have
 * @param bytes of all files of a dataset
 * @param fileBytes of one file
 * @param side the least of an image, in pixels
 * @param pixels of an image
 * @param webpPixels of a WebP image
 */
public record UploadBounds(
    int files, long bytes, long fileBytes, int side, long pixels, long webpPixels) {
  static UploadBounds of(DatasetsConfig datasets) {
    return new UploadBounds(
        datasets.maxFiles(),
        datasets.maxBytes(),
        DatasetFile.MAX_BYTES,
        datasets.minSide(),
        datasets.maxPixels(),
        ImageBounds.webpPixels(datasets.maxPixels()));
  }
}
