package io.baton.api.dataset;

import io.baton.api.config.BatonConfig;
import io.baton.protocol.dataset.DatasetFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks into a copy of a dataset's file. */
@ApplicationScoped
public class ContentInspection {
  /** Captions longer than any prompt are no captions. */
  private static final int MAX_CAPTION_BYTES = 20_000;

  /** It is read as a whole. */
  private static final int MAX_METADATA_BYTES = 16 * 1024 * 1024;

  private final ImageInspection images;

  ContentInspection(BatonConfig config) {
    this.images = new ImageInspection(config.datasets().minSide(), config.datasets().maxPixels());
  }

  Verdict verdict(DatasetFile file, Path copy) {
    if (file.isMetadata()) {
      return text(copy, MAX_METADATA_BYTES, "a table of captions");
    }
    return file.isCaption() ? text(copy, MAX_CAPTION_BYTES, "a caption") : images.verdict(copy);
  }

  private static Verdict text(Path copy, int maxBytes, String kind) {
    try {
      if (Files.size(copy) > maxBytes) {
        return new Verdict.Bad("is longer than the " + maxBytes + " bytes of " + kind);
      }
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(copy)));
      return new Verdict.Text();
    } catch (CharacterCodingException e) {
      return new Verdict.Bad("is not UTF-8 text");
    } catch (IOException e) {
      throw new UncheckedIOException("the copy of an uploaded file cannot be read", e);
    }
  }
}
