package io.baton.sdxl.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrientationTest {

  static List<JsonNode> recordings() {
    return PillowRecording.cases("orientation");
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void an_image_is_turned_as_pillow_turns_it(JsonNode one) {
    RgbImage expected = PillowRecording.expected(one);
    RgbImage upright =
        Orientation.ofExif(one.required("exif").intValue())
            .upright(PillowRecording.synthetic(3, 2, 99));
    assertThat(upright.width()).isEqualTo(expected.width());
    assertThat(upright.height()).isEqualTo(expected.height());
    assertThat(upright.rgb()).isEqualTo(expected.rgb());
  }

  @Test
  void an_orientation_that_exif_does_not_know_is_upright() {
    assertThat(Orientation.ofExif(0)).isEqualTo(Orientation.UPRIGHT);
    assertThat(Orientation.ofExif(77)).isEqualTo(Orientation.UPRIGHT);
  }
}
