package io.baton.node.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.sync.local.CompletenessRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobDirectoryTest {
  @TempDir Path jobs;

  @Test
  void deletion_does_not_follow_links_out_of_the_directory() throws IOException {
    Path precious = Files.writeString(jobs.resolve("precious"), "gold");
    JobDirectory job = JobDirectory.of(jobs.resolve("jobs"), new JobId("j1"));
    job.create();
    Files.createSymbolicLink(job.output().resolve("link"), jobs);

    job.delete();

    assertThat(precious).hasContent("gold");
    assertThat(job.root()).doesNotExist();
  }

  @Test
  void what_a_killed_agent_left_is_deleted_and_what_was_kept_in_order_stays() throws IOException {
    JobDirectory killed = checkpointOf("killed");
    JobDirectory kept = checkpointOf("kept");
    KeptCheckpoint.record(kept, new JobId("kept"), new Attempt(1), CompletenessRule.renamed());

    JobDirectory.deleteUnkept(jobs);

    assertThat(killed.root()).doesNotExist();
    assertThat(KeptCheckpoint.newerThan(19, kept, new JobId("kept"))).isPresent();
    assertThat(KeptCheckpoint.newerThan(20, kept, new JobId("kept"))).isEmpty();
    assertThat(KeptCheckpoint.newerThan(0, kept, new JobId("other"))).isEmpty();
  }

  @Test
  void only_checkpoints_before_the_committed_one_are_deleted() throws IOException {
    JobDirectory job = checkpointOf("j1");
    Files.createDirectories(job.output().resolve("checkpoint-9"));
    Files.createDirectories(job.output().resolve("checkpoint-30"));
    Files.createDirectories(job.output().resolve("checkpoint-x"));

    CheckpointDirectories.deleteBefore(job.output(), 20);

    assertThat(CheckpointDirectories.in(job.output())).containsOnlyKeys(20, 30);
    assertThat(job.output().resolve("checkpoint-x")).exists();
  }

  private JobDirectory checkpointOf(String name) throws IOException {
    JobDirectory job = JobDirectory.of(jobs, new JobId(name));
    job.create();
    Path checkpoint = Files.createDirectories(job.output().resolve("checkpoint-20"));
    Files.writeString(checkpoint.resolve("state"), "state");
    return job;
  }
}
