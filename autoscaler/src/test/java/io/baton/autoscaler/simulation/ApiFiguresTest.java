package io.baton.autoscaler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Against the page that the service's own settings are written to. */
class ApiFiguresTest {
  @Test
  void the_model_has_the_services_defaults() throws IOException {
    ApiFigures model = ApiFigures.DEFAULT;

    assertThat(model.lease().toSeconds() + "s").isEqualTo(documented("baton.lease.duration"));
    assertThat(model.offlineAfter().toSeconds() + "s")
        .isEqualTo(documented("baton.nodes.offline-after"));
    assertThat(Double.toString(model.quarantineShare()))
        .isEqualTo(documented("baton.nodes.quarantine.max-share"));
  }

  private static String documented(String property) throws IOException {
    String page = Files.readString(Path.of("../docs/configuration.md"));
    Matcher row =
        Pattern.compile("\\| `" + Pattern.quote(property) + "` \\| `\\w+` \\| `([^`]+)`")
            .matcher(page);
    assertThat(row.find()).as(property).isTrue();
    return row.group(1);
  }
}
