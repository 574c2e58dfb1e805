package io.baton.sdxl.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sdxl.image.Framing;
import io.baton.sdxl.image.ImageSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whoever shows people what the trainer will see of their images (the dashboard does) is held to
 * the same cases.
 */
class FramingCasesTest {

  @Test
  void images_are_framed_as_people_were_shown() throws IOException {
    JsonNode cases =
        new ObjectMapper().readTree(FramingCasesTest.class.getResource("framing-cases.json"));
    List<String> different = new ArrayList<>();
    for (JsonNode each : cases) {
      ImageSize image = size(each.path("image"));
      Buckets buckets = buckets(each.path("resolution").asInt(), each.path("buckets"));
      ImageSize part = buckets.sizes().get(buckets.nearest(image));
      ImageSize resized = image.covering(part);
      Framing middle = Framing.centre(resized, part, false);
      if (!part.equals(size(each.path("size")))
          || !resized.equals(size(each.path("resized")))
          || middle.left() != each.path("left").asInt()
          || middle.top() != each.path("top").asInt()) {
        different.add("%s: %s of %s, %s".formatted(each, part, resized, middle));
      }
    }
    assertThat(cases).hasSizeGreaterThan(100);
    assertThat(different).isEmpty();
  }

  private static Buckets buckets(int resolution, JsonNode bounds) {
    return bounds.isNull()
        ? Buckets.square(resolution)
        : Buckets.ofArea(
            resolution, bounds.get(0).asInt(), bounds.get(1).asInt(), bounds.get(2).asInt());
  }

  private static ImageSize size(JsonNode sides) {
    return new ImageSize(sides.get(0).asInt(), sides.get(1).asInt());
  }
}
