package io.baton.autoscaler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.job.Budgets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class JobLineTest {
  private static final Machine MACHINE = new Machine(1, false);

  private static final Comparator<SimulatedJob> PLAINEST =
      Comparator.comparing((SimulatedJob job) -> job.lostSince() < 0)
          .thenComparing(job -> job.lostSince() < 0 ? 0 : job.lostSince())
          .thenComparing(job -> job.lostSince() < 0 ? -job.priority() : 0)
          .thenComparing(SimulatedJob::number);

  /** Each number says whether a job lost its node and when, its priority, whether it is banned. */
  @Property(tries = 300)
  void jobs_are_handed_out_as_the_plainest_formulation_says(
      @ForAll @Size(max = 30) List<@IntRange(max = 239) Integer> drawn) {
    List<SimulatedJob> jobs = new ArrayList<>();
    JobLine line = new JobLine();
    for (int each : drawn) {
      jobs.add(job(jobs.size(), each));
      line.add(jobs.get(jobs.size() - 1));
    }

    List<SimulatedJob> handedOut = new ArrayList<>();
    Optional<SimulatedJob> next = line.take(MACHINE);
    while (next.isPresent()) {
      handedOut.add(next.get());
      next = line.take(MACHINE);
    }

    assertThat(handedOut)
        .containsExactlyElementsOf(
            jobs.stream().filter(job -> !job.bannedFrom(MACHINE)).sorted(PLAINEST).toList());
    assertThat(line.size()).isEqualTo(jobs.size() - handedOut.size());
    assertThat(line.hasWorkFor(MACHINE)).isFalse();
    assertThat(line.stepsLeft()).isEqualTo(100L * line.size());
  }

  private static SimulatedJob job(int number, int drawn) {
    SimulatedJob job = new SimulatedJob(number, drawn / 8 % 3, 100, 0);
    if (drawn % 2 == 0) {
      job.lost(drawn / 24);
    }
    if (drawn / 2 % 4 == 0) {
      job.failed(MACHINE, Budgets.DEFAULT);
    }
    return job;
  }
}
