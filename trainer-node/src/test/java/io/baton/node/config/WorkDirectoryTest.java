package io.baton.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.node.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who a node is, whatever becomes of its work directory. */
class WorkDirectoryTest {
  private static final Optional<String> HERE = Optional.of("machine a");

  @TempDir Path directory;

  @Test
  void node_is_the_same_after_a_restart() {
    assertThat(id(HERE)).isEqualTo(id(HERE));
  }

  @Test
  void work_directory_that_was_copied_to_another_machine_is_another_node() {
    NodeId original = id(HERE);
    NodeId copy = id(Optional.of("machine b"));

    assertThat(copy).isNotEqualTo(original);
    assertThat(id(Optional.of("machine b"))).isEqualTo(copy);
  }

  @Test
  void machine_that_tells_no_name_of_its_own_keeps_the_node() {
    NodeId original = id(HERE);

    assertThat(id(Optional.empty())).isEqualTo(original);
  }

  @Test
  void work_directory_that_was_lost_makes_another_node() throws IOException {
    NodeId original = id(HERE);
    Files.delete(directory.resolve("node-id"));

    assertThat(id(HERE)).isNotEqualTo(original);
  }

  @Test
  void name_that_is_none_is_told() throws IOException {
    Files.writeString(directory.resolve("node-id"), "no name at all\n");

    assertThatThrownBy(() -> id(HERE))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("set --node-id");
  }

  private NodeId id(Optional<String> machine) {
    try (WorkDirectory work = WorkDirectory.open(directory)) {
      return work.nodeId(machine);
    }
  }
}
