package io.baton.node.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.node.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeSettingsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "Amazon EC2, i-0123456789, AwsNotice",
    "Google, , GooglePreemption",
    "Microsoft Corporation, 7783-7084-3265-9085-8269-3286-77, AzureScheduledEvents",
    "Microsoft Corporation, other, ",
    "Dell Inc., , "
  })
  void auto_is_the_cloud_that_the_machine_is_of(String maker, String tag, String expected)
      throws IOException {
    Files.writeString(directory.resolve("sys_vendor"), maker + "\n");
    Files.writeString(directory.resolve("chassis_asset_tag"), tag + "\n");

    assertThat(names("auto")).isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void machine_that_does_not_tell_its_maker_is_of_no_cloud() {
    assertThat(names("auto")).isEmpty();
  }

  @Test
  void several_are_separated_by_commas() {
    assertThat(names("aws+rebalance, gcp+maintenance,file:" + directory.resolve("going")))
        .containsExactly("AwsNotice", "GooglePreemption", "GoogleMaintenance", "FileNotice");
    assertThat(names("none")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "amazon", "aws,", "aws+maintenance", "file:", "AWS"})
  void unknown_word_is_refused_with_what_there_is(String word) {
    assertThatThrownBy(() -> names(word))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("takes auto, none, aws,");
  }

  @Test
  void file_may_tell_the_seconds_that_are_left() throws IOException {
    Path file = directory.resolve("going");
    FileNotice notice = new FileNotice(file);
    assertThat(notice.look()).isEmpty();

    Files.writeString(file, "");
    assertThat(notice.look().orElseThrow().timeLeft()).isEmpty();
    Files.writeString(file, "25\nbecause\n");
    assertThat(notice.look().orElseThrow().timeLeft()).contains(Duration.ofSeconds(25));
    Files.writeString(file, "-1");
    assertThat(notice.look().orElseThrow().timeLeft()).isEmpty();
  }

  private List<String> names(String words) {
    return NoticeSettings.parse(words, directory, new Metadata(Metadata.LINK_LOCAL)).stream()
        .map(notice -> notice.getClass().getSimpleName())
        .toList();
  }
}
