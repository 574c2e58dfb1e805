package io.baton.autoscaler.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class SimulateTest {
  private static final String[] SMALL = {
    "--scenario", "batch", "--jobs", "30", "--nodes", "5", "--seeds", "1", "--bad-machines", "0"
  };

  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void the_same_command_gives_the_same_bytes() {
    simulate("--images", directory.resolve("one").toString());
    byte[] first = out.toByteArray();
    out.reset();
    simulate("--images", directory.resolve("two").toString());

    assertThat(out.toByteArray()).isEqualTo(first);
    assertThat(new String(first, UTF_8)).contains("| jobs completed | 30 | 30 |");
    assertThat(directory.resolve("two/scaling-batch.svg"))
        .hasSameBinaryContentAs(directory.resolve("one/scaling-batch.svg"));
  }

  @Test
  void curves_are_drawn_with_labels_and_without_scripts() throws Exception {
    simulate("--images", directory.toString());

    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(directory.resolve("scaling-batch.svg").toFile());
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    assertThat(svg.getDocumentElement().getTextContent())
        .contains("jobs that wait", "nodes, Baton", "asked for", "node hours wasted so far")
        .contains("prefers-color-scheme: dark");
  }

  @Test
  void tables_are_written_between_their_marks() throws Exception {
    Path page = directory.resolve("page.md");
    Files.writeString(
        page,
        """
        before
        <!-- Written by autoscaler/bin/simulate (batch): do not edit up to the end mark. -->
        old
        <!-- End of what autoscaler/bin/simulate (batch) writes. -->
        after
        """);

    simulate("--out", page.toString());

    assertThat(page)
        .content()
        .startsWith("before\n")
        .endsWith("(batch) writes. -->\nafter\n")
        .contains("| node hours billed |")
        .doesNotContain("old");
  }

  @Test
  void a_page_without_a_place_for_the_table_is_left_as_it_is() throws Exception {
    Path page = Files.writeString(directory.resolve("page.md"), "nothing");

    assertThat(simulate("--out", page.toString())).isEqualTo(73);

    assertThat(page).hasContent("nothing");
    assertThat(err.toString(UTF_8)).contains("has no place for the part 'batch'");
  }

  @Test
  void what_cannot_be_meant_is_refused_with_one_sentence() {
    refused(
        "--scenario: there is no 'moon'; batch, day and month are there.", "--scenario", "moon");
    refused("--seeds: '0' is no whole number from 1 to 1,000.", "--seeds", "0");
    refused("--nodes: 'many' is no whole number from 1 to 10,000.", "--nodes", "many");
    refused("--fixed: '41' is no whole number from 1 to 40.", "--fixed", "41");
    refused(
        "--interruption-hours: 'NaN' is no number above 0, up to 1,000,000.",
        "--interruption-hours",
        "NaN");
    refused("--seeds needs a value.", "--seeds");
    refused("'seeds' is no option; --help lists them.", "seeds", "3");
  }

  private void refused(String sentence, String... words) {
    err.reset();
    assertThat(run(words)).isEqualTo(64);
    assertThat(err.toString(UTF_8)).isEqualTo("simulate: " + sentence + System.lineSeparator());
  }

  private int simulate(String... more) {
    String[] words = new String[SMALL.length + more.length];
    System.arraycopy(SMALL, 0, words, 0, SMALL.length);
    System.arraycopy(more, 0, words, SMALL.length, more.length);
    return run(words);
  }

  private int run(String... words) {
    return Simulate.run(
        words, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }
}
