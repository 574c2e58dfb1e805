package io.baton.node.trainer;

import io.baton.node.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a trainer may use of the machine.
 *
 * @param threads that its libraries compute with; empty: as they choose
 * @param nice how far it stands back for other processes, 0 to 19
 * @param memoryBytes of data that each of its processes may have; empty: as much as there is
 * @param environment what makes it see its GPU alone
 */
public record TrainerLimits(
    Optional<Integer> threads,
    int nice,
    Optional<Long> memoryBytes,
    Map<String, String> environment) {
  public static final TrainerLimits NONE =
      new TrainerLimits(Optional.empty(), 0, Optional.empty(), Map.of());

  private static final int MAX_THREADS = 4096;
  private static final int MAX_NICE = 19;
  private static final long BYTES_PER_KIBIBYTE = 1024;

  public TrainerLimits {
    Objects.requireNonNull(threads, "threads");
    Objects.requireNonNull(memoryBytes, "memoryBytes");
    environment = Map.copyOf(environment);
    if (threads.filter(count -> count < 1 || count > MAX_THREADS).isPresent()) {
      throw new ConfigException("--trainer-threads must be from 1 to " + MAX_THREADS + ".");
    }
    if (nice < 0 || nice > MAX_NICE) {
      throw new ConfigException("--trainer-nice must be from 0 to " + MAX_NICE + ".");
    }
    if (memoryBytes.filter(bytes -> bytes < BYTES_PER_KIBIBYTE).isPresent()) {
      throw new ConfigException(
          "--trainer-memory-bytes must be at least " + BYTES_PER_KIBIBYTE + ".");
    }
  }

  public TrainerLimits withEnvironment(Map<String, String> newEnvironment) {
    return new TrainerLimits(threads, nice, memoryBytes, newEnvironment);
  }

  /** The launch under these limits; what a job says of the environment does not lift them. */
  public TrainerLaunch on(TrainerLaunch launch) {
    Map<String, String> variables = new TreeMap<>(launch.environment());
    threads.ifPresent(
        count -> {
          variables.put("OMP_NUM_THREADS", count.toString());
          variables.put("MKL_NUM_THREADS", count.toString());
        });
    variables.putAll(environment);
    return new TrainerLaunch(words(launch.words()), variables, launch.output(), launch.errors());
  }

  private List<String> words(List<String> command) {
    List<String> words = new ArrayList<>();
    if (nice > 0) {
      words.addAll(List.of("nice", "-n", Integer.toString(nice)));
    }
    // RLIMIT_DATA, not the address space: CUDA and Java reserve far more of that than they use.
    memoryBytes.ifPresent(
        bytes ->
            words.addAll(
                List.of(
                    "sh",
                    "-c",
                    "ulimit -d " + bytes / BYTES_PER_KIBIBYTE + " && exec \"$@\"",
                    "limits")));
    words.addAll(command);
    return List.copyOf(words);
  }
}
