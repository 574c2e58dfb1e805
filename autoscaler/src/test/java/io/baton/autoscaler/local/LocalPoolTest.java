package io.baton.autoscaler.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.PoolProviderBehaviour;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderView;
import io.baton.protocol.pool.PoolName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPoolTest extends PoolProviderBehaviour {
  /** Runs until it is told to stop, with a child as a trainer would be. */
  private static final List<String> NODE =
      List.of("sh", "-c", "trap 'exit 0' TERM; sleep 600 & echo \"$BATON_NODE_ID up\"; wait");

  private static final List<String> STUBBORN_NODE =
      List.of("sh", "-c", "trap '' TERM; echo up; while :; do sleep 600; done");

  @TempDir Path directory;
  private final SettableClock clock = new SettableClock();

  @Override
  protected PoolProvider newProvider() {
    return pool(NODE, Clock.systemUTC());
  }

  /**
   * As long as its clock stands still, nodes that ended right after their start are not followed.
   */
  @Override
  protected PoolProvider newStarvedProvider() {
    return pool(List.of("sh", "-c", "exit 1"), clock);
  }

  private LocalPool pool(List<String> command, Clock poolClock) {
    return new LocalPool(
        new LocalPoolSettings(
            new PoolName("local"),
            directory.resolve("pool"),
            command,
            Map.of("GREETING", "hello"),
            Duration.ofSeconds(20)),
        poolClock);
  }

  @Override
  protected void kill(Instance instance) {
    ProcessHandle.of(instance.processId().orElseThrow()).ifPresent(ProcessHandle::destroyForcibly);
  }

  @AfterEach
  void nothing_of_a_node_survives_the_pool() {
    provider.close();
    assertThat(processesOfNodes()).isEmpty();
  }

  @Test
  void ids_count_up_and_logs_hold_what_nodes_wrote() {
    provider.grow(2);

    assertThat(ids()).map(Object::toString).containsExactly("local-1", "local-2");
    await().untilAsserted(() -> assertThat(log("local-2")).contains("local-2 up"));
  }

  @Test
  void a_node_gets_its_environment_but_not_the_operators_key() throws IOException {
    provider.grow(1);
    long id = instances().get(0).processId().orElseThrow();
    awaitUp("local-1");

    assertThat(System.getenv()).containsKey("BATON_AUTOSCALER_API_KEY");
    assertThat(Files.readString(Path.of("/proc/" + id + "/environ")).split("\0"))
        .contains("GREETING=hello")
        .noneMatch(variable -> variable.startsWith("BATON_AUTOSCALER_"));
  }

  @Test
  void a_node_leads_a_session_and_process_group_of_its_own() throws IOException {
    provider.grow(1);
    long id = instances().get(0).processId().orElseThrow();
    awaitUp("local-1");

    String[] stat = Files.readString(Path.of("/proc/" + id + "/stat")).split("\\) ")[1].split(" ");

    assertThat(stat[2]).as("process group").isEqualTo(Long.toString(id));
    assertThat(stat[3]).as("session").isEqualTo(Long.toString(id));
  }

  @Test
  void a_killed_node_leaves_neither_children_nor_files() {
    provider.grow(1);
    awaitUp("local-1");
    await().until(() -> processesOfNodes().size() == 2);

    List<Long> first = processesOf(1);
    kill(instances().get(0));
    await().until(() -> ids().contains(new InstanceId("local-2")));

    assertThat(processesOf(1)).isEmpty();
    assertThat(first).noneMatch(id -> ProcessIdentity.of(id).isPresent());
    assertThat(directory.resolve("pool/nodes/local-1.process")).doesNotExist();
    assertThat(directory.resolve("pool/logs/local-1.log")).exists();
  }

  @Test
  void a_node_that_does_not_drain_is_killed_when_its_grace_ends() {
    reopen(STUBBORN_NODE, clock);
    provider.grow(1);
    awaitUp("local-1");

    provider.remove(ids());
    clock.advance(Duration.ofSeconds(19));
    assertThat(instances()).hasSize(1).allMatch(Instance::stopping);
    clock.advance(Duration.ofSeconds(1));

    await().until(() -> instances().isEmpty());
  }

  @Test
  void a_successor_adopts_nodes_that_outlived_their_autoscaler() {
    provider.grow(2);
    awaitUp("local-1");
    awaitUp("local-2");
    List<Instance> before = instances();

    reopen(NODE, Clock.systemUTC());

    assertThat(instances())
        .map(Instance::processId)
        .containsExactlyElementsOf(before.stream().map(Instance::processId).toList());
    provider.grow(1);
    assertThat(ids()).map(Object::toString).containsExactly("local-1", "local-2", "local-3");
  }

  @Test
  void a_process_that_got_the_id_of_a_dead_node_is_left_alone() throws IOException {
    Process foreign = new ProcessBuilder("sleep", "600").start();
    try {
      ProcessIdentity other = ProcessIdentity.of(foreign.pid()).orElseThrow();
      Files.writeString(
          directory.resolve("pool/nodes/local-7.process"),
          other.id() + " " + (other.startTicks() - 1) + " " + other.boot());

      reopen(NODE, Clock.systemUTC());

      assertThat(instances()).isEmpty();
      provider.close();
      assertThat(foreign.isAlive()).isTrue();
    } finally {
      foreign.destroyForcibly();
    }
  }

  @Test
  void a_node_that_ends_at_once_is_not_started_at_every_tick() {
    reopen(List.of("sh", "-c", "exit 1"), clock);
    provider.grow(1);
    await().until(() -> instances().isEmpty());
    ProviderView view = provider.look();
    assertThat(view.requested()).isEqualTo(1);
    assertThat(view.instances()).isEmpty();
    assertThat(view.shortage().orElseThrow()).startsWith("Nodes end right after their start");

    clock.advance(Duration.ofSeconds(1));
    provider.look();
    await().untilAsserted(() -> assertThat(directory.resolve("pool/logs/local-2.log")).exists());
  }

  @Test
  void a_machine_that_cannot_start_nodes_is_said_and_the_nodes_that_run_are_seen_on()
      throws IOException {
    provider.grow(1);
    Path inTheWay = Files.createDirectory(directory.resolve("pool/last-number.tmp"));

    provider.grow(1);

    assertThat(instances()).hasSize(1);
    assertThat(provider.look().requested()).isEqualTo(2);
    assertThat(provider.look().shortage().orElseThrow())
        .startsWith("The number of the next node cannot be written");
    Files.delete(inTheWay);
    awaitRunning(2);
  }

  @Test
  void two_autoscalers_cannot_share_a_directory() {
    assertThatThrownBy(() -> pool(NODE, clock))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("Another autoscaler runs the pool");
  }

  @Test
  void one_that_stands_by_leaves_the_directory_to_the_one_that_acts() {
    grow(1);
    awaitUp("local-1");
    List<InstanceId> nodes = ids();
    try (DeferredPool standby = new DeferredPool(() -> pool(NODE, clock))) {
      assertThatThrownBy(standby::look).isInstanceOf(ProviderException.class);

      ((LocalPool) provider).abandon();

      assertThat(standby.look().instances()).map(Instance::id).isEqualTo(nodes);
    }
    provider = pool(NODE, clock);
  }

  @Test
  void delays_between_starts_double_up_to_half_a_minute() {
    StartBackoff backoff = new StartBackoff();
    Instant now = clock.instant();
    for (int i = 0; i < 10; i++) {
      backoff.ended(now, now);
    }

    assertThat(backoff.mayStart(now.plusSeconds(29))).isFalse();
    assertThat(backoff.mayStart(now.plusSeconds(30))).isTrue();
  }

  /** As if the autoscaler had crashed: its nodes run on, its lock is gone. */
  private void reopen(List<String> command, Clock poolClock) {
    ((LocalPool) provider).abandon();
    provider = pool(command, poolClock);
  }

  private void awaitUp(String node) {
    await().until(() -> log(node).contains("up"));
  }

  private String log(String node) throws IOException {
    Path file = directory.resolve("pool/logs/" + node + ".log");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private List<Instance> instances() {
    return provider.look().instances();
  }

  private Set<Long> processesOfNodes() {
    return IntStream.rangeClosed(1, 9)
        .boxed()
        .flatMap(number -> processesOf(number).stream())
        .collect(Collectors.toSet());
  }

  private List<Long> processesOf(int number) {
    String file = directory.resolve("pool/nodes/local-" + number + ".process").toString();
    return MarkedProcesses.with("BATON_PROCESS_FILE", file).stream()
        .filter(process -> ProcessIdentity.of(process.pid()).isPresent())
        .map(ProcessHandle::pid)
        .toList();
  }
}
