package io.baton.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownloadNameTest {

  @ParameterizedTest
  @CsvSource({
    "lora.safetensors, lora.safetensors",
    "../../etc/passwd, etc_passwd",
    "a\"; filename=evil, a___filename_evil",
    ".bashrc, bashrc",
    "###, download",
    "katze im schnee.png, katze_im_schnee.png"
  })
  void what_could_mean_something_to_a_header_or_a_file_system_is_replaced(
      String text, String name) {
    assertThat(new DownloadName(text).value()).isEqualTo(name);
  }
}
