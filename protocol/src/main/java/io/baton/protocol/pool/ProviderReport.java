package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.time.Instant;
import java.util.Optional;

/**
 * What a pool's provider runs, as its autoscaler saw it last.
 *
 * @param provider its name
 * @param requested replicas that it was asked for, at least 0
 * @param pending replicas of those that do not run yet, at least 0
 * @param running nodes that it runs, at least 0
 * @param stopping nodes that it is ending, at least 0
 * @param stockOutSince since when it gives fewer than it was asked for although the time for that
 *     is over; absent: it does not
 * @param problem why the last look at it or the last order failed, in one sentence; absent: neither
 *     did
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ProviderReport(
    String provider,
    int requested,
    int pending,
    int running,
    int stopping,
    Optional<Instant> stockOutSince,
    Optional<String> problem) {
  public ProviderReport {
    Fields.text("provider", provider, 64);
    Fields.inRange("requested", requested, 0, Integer.MAX_VALUE);
    Fields.inRange("pending", pending, 0, Integer.MAX_VALUE);
    Fields.inRange("running", running, 0, Integer.MAX_VALUE);
    Fields.inRange("stopping", stopping, 0, Integer.MAX_VALUE);
    stockOutSince = Fields.orEmpty(stockOutSince);
    problem = Fields.orEmpty(problem);
    problem.ifPresent(text -> Fields.text("problem", text, 1000));
  }
}
