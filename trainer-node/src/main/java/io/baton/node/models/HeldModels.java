package io.baton.node.models;

import java.util.ArrayList;
import java.util.List;

/** The models of one attempt, held until its end. Thread-safe. */
public final class HeldModels implements AutoCloseable {
  private final List<HeldModel> models = new ArrayList<>();
  private boolean closed;

  /** Keeps it; one that comes too late is let go at once. */
  public synchronized void add(HeldModel model) {
    if (closed) {
      model.close();
    } else {
      models.add(model);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    models.forEach(HeldModel::close);
    models.clear();
  }
}
