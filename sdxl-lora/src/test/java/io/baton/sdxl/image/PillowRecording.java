package io.baton.sdxl.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

/** What Pillow made of the same images. */
final class PillowRecording {

  private PillowRecording() {}

  static List<JsonNode> cases(String name) {
    String recording = name.equals("resampling") ? "resampling" : "pillow";
    try (InputStream file =
        PillowRecording.class.getResourceAsStream("/image/" + recording + ".json")) {
      return StreamSupport.stream(
              new ObjectMapper().readTree(file).required(name).spliterator(), false)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RgbImage expected(JsonNode one) {
    return new RgbImage(
        one.required("width").intValue(),
        one.required("height").intValue(),
        HexFormat.of().parseHex(one.required("rgb").textValue()));
  }

  /** An image of noise by formula: the upper byte of a hash of (index + k · 1000003). */
  static RgbImage synthetic(int width, int height, int k) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      int x = i + k * 1000003;
      x ^= x >>> 16;
      x *= 0x85ebca6b;
      x ^= x >>> 13;
      x *= 0xc2b2ae35;
      x ^= x >>> 16;
      rgb[i] = (byte) (x >>> 24);
    }
    return new RgbImage(width, height, rgb);
  }
}
