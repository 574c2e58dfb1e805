package io.baton.node.stop;

/** An order to stop interrupted the work. */
public final class WorkStoppedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient StopOrder order;

  WorkStoppedException(StopOrder order) {
    super(order.reason());
    this.order = order;
  }

  public StopOrder order() {
    return order;
  }
}
