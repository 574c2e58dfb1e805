package io.baton.protocol.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.time.Instant;
import java.util.Optional;

/**
 * Work that the service does on a schedule, once over all its replicas.
 *
 * @param name what it is
 * @param everyMillis from the start of one run to the start of the next, in milliseconds, at least
 *     1
 * @param nextAt when it is due next
 * @param running the run that is going on; absent while nobody runs it
 * @param last the run that ended last; absent before the first
 * @param runs how often it was started, over all replicas, at least 0
 * @param takeovers how often a run was taken over from a replica that had fallen silent, at least 0
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ScheduledTask(
    String name,
    long everyMillis,
    Instant nextAt,
    Optional<Running> running,
    Optional<Ended> last,
    long runs,
    long takeovers) {
  public ScheduledTask {
    running = Fields.orDefault(running, Optional.empty());
    last = Fields.orDefault(last, Optional.empty());
  }

  /**
   * A run that is going on.
   *
   * @param holder the replica that runs it: host, process id and a random part
   * @param startedAt when it began
   * @param heldUntil when another replica may take it over, unless the holder renews it
   */
  public record Running(String holder, Instant startedAt, Instant heldUntil) {}

  /**
   * A run that ended.
   *
   * @param holder the replica that ran it: host, process id and a random part
   * @param startedAt when it began
   * @param durationMillis how long it took, in milliseconds, at least 0
   * @param outcome how it ended
   * @param problem why it failed; absent when it succeeded
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Ended(
      String holder,
      Instant startedAt,
      long durationMillis,
      Outcome outcome,
      Optional<String> problem) {
    public Ended {
      problem = Fields.orDefault(problem, Optional.empty());
    }
  }
}
