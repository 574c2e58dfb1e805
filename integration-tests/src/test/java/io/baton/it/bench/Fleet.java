package io.baton.it.bench;

import io.baton.it.node.NodeProcess;
import io.baton.protocol.node.NodeId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The nodes; one that went away is replaced by another with a name of its own. */
final class Fleet implements AutoCloseable {
  private final Path home;
  private final URI api;
  private final String key;
  private final Path directory;
  private final Map<String, String> settings;
  private final AtomicInteger started = new AtomicInteger();
  private final Map<String, NodeProcess> nodes = new ConcurrentHashMap<>();

  /** None yet; {@code settings} go into the environment of each. */
  Fleet(Path home, URI api, String key, Path directory, Map<String, String> settings) {
    this.home = home;
    this.api = api;
    this.key = key;
    this.directory = directory;
    this.settings = settings;
  }

  void add() throws IOException {
    String id = "node-" + started.incrementAndGet();
    nodes.put(id, NodeProcess.start(home, id, api, key, directory.resolve(id), settings));
  }

  NodeProcess node(NodeId id) {
    NodeProcess node = nodes.get(id.value());
    if (node == null) {
      throw new IllegalStateException("there is no node " + id);
    }
    return node;
  }

  /** Clears away what is left of a node, and starts another. */
  void replace(NodeProcess gone) throws IOException {
    nodes.remove(gone.id());
    gone.close();
    add();
  }

  @Override
  public void close() throws IOException {
    for (NodeProcess node : nodes.values()) {
      node.close();
    }
  }
}
