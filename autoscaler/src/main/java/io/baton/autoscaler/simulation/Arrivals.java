package io.baton.autoscaler.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** When jobs are submitted. */
public sealed interface Arrivals {
  long HOUR = 3_600_000;

  /** The moments of so many jobs, in order, in milliseconds. */
  long[] times(int jobs, SplittableRandom random);

  String text();

  /** Steps of a job by its number, where they are not those of the scenario. */
  default OptionalInt steps(int job) {
    return OptionalInt.empty();
  }

  /**
   * As it was.
   *
   * @param millis when each job came, from the beginning, in order
   * @param steps of each
   */
  record Recorded(List<Long> millis, List<Integer> steps) implements Arrivals {
    public Recorded {
      millis = List.copyOf(millis);
      steps = List.copyOf(steps);
    }

    @Override
    public long[] times(int jobs, SplittableRandom random) {
      return millis.stream().mapToLong(Long::longValue).limit(jobs).toArray();
    }

    @Override
    public OptionalInt steps(int job) {
      return OptionalInt.of(steps.get(job));
    }

    @Override
    public String text() {
      return "as they came";
    }
  }

  /** All at the beginning. */
  record AtOnce() implements Arrivals {
    @Override
    public long[] times(int jobs, SplittableRandom random) {
      return new long[jobs];
    }

    @Override
    public String text() {
      return "all at once";
    }
  }

  /**
   * Independently of each other, with a rate that is a sine over each day: least at midnight, most
   * at noon.
   *
   * @param days over how many days, at least 1
   * @param swing by how much the rate leaves its mean, as a share of it, 0 to 1
   */
  record DailyWave(int days, double swing) implements Arrivals {
    public DailyWave {
      if (days < 1 || !(swing >= 0 && swing <= 1)) {
        throw new IllegalArgumentException(
            "a daily wave needs at least one day and a swing from 0 to 1");
      }
    }

    @Override
    public long[] times(int jobs, SplittableRandom random) {
      long[] times = new long[jobs];
      for (int i = 0; i < jobs; i++) {
        times[i] = draw(random);
      }
      Arrays.sort(times);
      return times;
    }

    private long draw(SplittableRandom random) {
      while (true) {
        double day = random.nextDouble() * days;
        double rate = 1 - swing * StrictMath.cos(2 * StrictMath.PI * day);
        if (random.nextDouble() * (1 + swing) < rate) {
          return (long) (day * 24 * HOUR);
        }
      }
    }

    @Override
    public String text() {
      return "over %d day%s, %s times as many at noon as at midnight"
          .formatted(days, days == 1 ? "" : "s", Figures.plain((1 + swing) / (1 - swing)));
    }
  }
}
