package io.baton.api.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.dataset.ArchiveEntry.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArchivePlanTest {
  private static final ArchivePlan.Limits LIMITS = new ArchivePlan.Limits(3, 1000, 200);

  @ParameterizedTest
  @CsvSource(
      value = {
        "a.png b.txt, a.png b.txt",
        "cats/a.png cats/b.txt, a.png b.txt",
        "my/cats/a.png my/cats/b.txt, a.png b.txt",
        "cats/a.png __MACOSX/cats/._a.png cats/.DS_Store cats/Thumbs.db, a.png",
        ".git/config a.png, a.png",
        "metadata.jsonl a.png, metadata.jsonl a.png",
      })
  void entries_become_flat_files(String names, String files) {
    ArchivePlan plan = plan(files(names));
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.entries().keySet()).containsExactly(files.split(" "));
  }

  @Test
  void what_is_left_out_is_said() {
    assertThat(plan(files("a.png __MACOSX/._a.png .DS_Store")).notes())
        .containsExactly(
            "Left out of the archive, hidden or made by an operating system: __MACOSX/._a.png,"
                + " .DS_Store.");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "../evil.png, leads out",
        "a/../../evil.png, leads out",
        "/etc/evil.png, leads out",
        "C:/evil.png, leads out",
        "dir\\evil.png, leads out",
        "dir/evil.png, a directory of its own",
        "evil.gif, names end in",
        "evil, names end in",
        "good.png, twice",
        "announced.png, was announced",
      })
  void a_bad_name_is_refused(String name, String part) {
    ArchivePlan plan = plan(files("good.png " + name));
    assertThat(plan.problems()).hasSize(1);
    assertThat(plan.problems().get(0).detail()).contains(part);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"LINK", "ENCRYPTED", "UNREADABLE"})
  void what_is_no_plain_file_is_refused(Kind kind) {
    assertThat(plan(List.of(new ArchiveEntry("a.png", kind, 10, 10))).problems()).hasSize(1);
  }

  @Test
  void directories_are_no_files() {
    assertThat(
            plan(List.of(
                    new ArchiveEntry("cats/", Kind.DIRECTORY, 0, 0),
                    new ArchiveEntry("cats/a.png", Kind.FILE, 10, 10)))
                .entries())
        .containsOnlyKeys("a.png");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, is empty",
    "104857601, 104857601, a file has at most",
    "100000000, 400000, more than 200 times"
  })
  void a_size_beyond_the_bounds_is_refused(long size, long packedSize, String part) {
    List<ArchiveEntry> entries = List.of(new ArchiveEntry("a.png", Kind.FILE, size, packedSize));
    assertThat(plan(entries).problems().get(0).detail()).contains(part);
  }

  @Test
  void totals_are_bounded() {
    assertThat(plan(files("a.png b.png c.png d.png")).problems().get(0).detail())
        .contains("4 files");
    List<ArchiveEntry> large =
        List.of(
            new ArchiveEntry("a.png", Kind.FILE, 600, 600),
            new ArchiveEntry("b.png", Kind.FILE, 600, 600));
    assertThat(plan(large).problems().get(0).detail()).contains("1200 bytes");
  }

  private static List<ArchiveEntry> files(String names) {
    return Arrays.stream(names.split(" "))
        .map(name -> new ArchiveEntry(name, Kind.FILE, 10, 10))
        .toList();
  }

  private static ArchivePlan plan(List<ArchiveEntry> entries) {
    return ArchivePlan.of(entries, LIMITS, Set.of("announced.png"));
  }
}
