package io.baton.autoscaler.reallocation;

import io.baton.protocol.pool.PoolNode;
import io.baton.protocol.pool.ReallocationRules;
import io.baton.protocol.pool.ScalingReason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Nodes that are far slower than others with the same GPU. By the median and the median absolute
 * deviation (MAD) the outliers themselves hardly move the measure: z = (median - speed) / (1.4826
 * MAD), where 1.4826 makes it the standard deviation of a normal distribution (Iglewicz and
 * Hoaglin, How to Detect and Handle Outliers, 1993).
 *
 * <p>In a uniform fleet the MAD is next to nothing and any node would be an outlier. So it counts
 * as at least {@link #LEAST_SPREAD} of the median, and a node that has at least {@link
 * #FAST_ENOUGH} of the median's speed is never slow.
 */
final class SlowNodes {
  /** Of the median: speeds of the same node differ as much from job to job. */
  static final double LEAST_SPREAD = 0.01;

  /** Of the median: what a new machine gains must be worth its start. */
  static final double FAST_ENOUGH = 0.8;

  private static final double TO_STANDARD_DEVIATION = 1.4826;

  private SlowNodes() {}

  /**
   * Finds them.
   *
   * @param members all that run: those that are not candidates tell how fast others are
   */
  static Stream<Finding> in(
      List<Member> candidates, List<Member> members, ReallocationRules rules) {
    Map<String, double[]> speeds =
        members.stream()
            .filter(member -> speed(member).isPresent())
            .collect(
                Collectors.groupingBy(
                    SlowNodes::gpu,
                    Collectors.collectingAndThen(Collectors.toList(), SlowNodes::sortedSpeeds)));
    return candidates.stream()
        .filter(member -> speed(member).isPresent())
        .filter(member -> speeds.get(gpu(member)).length >= rules.minSamples())
        .flatMap(member -> judge(member, speeds.get(gpu(member)), rules).stream());
  }

  private static Optional<Finding> judge(Member member, double[] sorted, ReallocationRules rules) {
    double speed = speed(member).orElseThrow();
    double median = median(sorted);
    double z = (median - speed) / spread(sorted, median);
    if (median <= 0 || speed >= FAST_ENOUGH * median || z < rules.slowZScore()) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            member,
            ScalingReason.SLOW,
            z,
            String.format(
                Locale.ROOT,
                "it has %.0f %% of the speed of the median of %d nodes with its GPU, z = %.1f",
                100 * speed / median,
                sorted.length,
                z)));
  }

  /** In standard deviations of a normal distribution. */
  private static double spread(double[] sorted, double median) {
    double[] deviations =
        Arrays.stream(sorted).map(speed -> Math.abs(speed - median)).sorted().toArray();
    return Math.max(TO_STANDARD_DEVIATION * median(deviations), LEAST_SPREAD * median);
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double[] sortedSpeeds(List<Member> members) {
    return members.stream().mapToDouble(member -> speed(member).orElseThrow()).sorted().toArray();
  }

  private static Optional<Double> speed(Member member) {
    return member.node().flatMap(PoolNode::relativeSpeed);
  }

  private static String gpu(Member member) {
    return member.node().flatMap(PoolNode::gpu).orElse("").toLowerCase(Locale.ROOT);
  }
}
