package io.baton.autoscaler.scaling;

import io.baton.protocol.pool.PolicySchedule;
import io.baton.protocol.pool.PoolPolicy;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which schedule is open. Remembers what it parsed; not safe for several threads. */
public final class Schedules {
  private Map<PolicySchedule, OpeningTimes> parsed = Map.of();
  private List<PolicySchedule> last = List.of();

  /** The limits that count at a moment. */
  public Limits limits(PoolPolicy policy, Instant now) {
    return Limits.of(policy, open(policy.schedules(), now));
  }

  private Optional<PolicySchedule> open(List<PolicySchedule> schedules, Instant now) {
    if (!schedules.equals(last)) {
      Map<PolicySchedule, OpeningTimes> next = new HashMap<>();
      schedules.forEach(
          each ->
              next.put(
                  each,
                  Optional.ofNullable(parsed.get(each)).orElseGet(() -> new OpeningTimes(each))));
      parsed = next;
      last = schedules;
    }
    for (PolicySchedule each : schedules) {
      if (parsed.get(each).openAt(now)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
