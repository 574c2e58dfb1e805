package io.baton.sdxl.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanczosResizeTest {

  static List<JsonNode> recordings() {
    return PillowRecording.cases("resize");
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void every_byte_is_the_one_that_pillow_gives(JsonNode one) {
    RgbImage image =
        PillowRecording.synthetic(
            one.required("fromWidth").intValue(),
            one.required("fromHeight").intValue(),
            one.required("k").intValue());
    RgbImage expected = PillowRecording.expected(one);
    RgbImage resized = LanczosResize.resize(image, expected.width(), expected.height());
    assertThat(resized.rgb()).isEqualTo(expected.rgb());
  }

  @Test
  void an_image_of_the_right_size_stays_as_it_is() {
    RgbImage image = PillowRecording.synthetic(5, 4, 0);
    assertThat(LanczosResize.resize(image, 5, 4)).isSameAs(image);
  }
}
