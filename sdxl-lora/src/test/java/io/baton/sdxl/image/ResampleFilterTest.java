package io.baton.sdxl.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResampleFilterTest {

  static List<JsonNode> recordings() {
    return PillowRecording.cases("resampling");
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
    ResampleFilter filter =
        ResampleFilter.ofOption(one.required("filter").textValue()).orElseThrow();
    RgbImage resized = filter.resize(image, expected.width(), expected.height());
    assertThat(resized.rgb()).isEqualTo(expected.rgb());
  }

  @ParameterizedTest
  @EnumSource
  void an_image_of_the_right_size_stays_as_it_is(ResampleFilter filter) {
    RgbImage image = PillowRecording.synthetic(5, 4, 0);
    assertThat(filter.resize(image, 5, 4)).isSameAs(image);
  }
}
