package io.baton.autoscaler.scaling;

import java.util.List;

/**
 * What was not needed for long enough.
 *
 * @param unstarted replicas that can be taken back before they start
 * @param going who can go, in this order
 */
record Surplus(int unstarted, List<Going> going) {
  boolean isEmpty() {
    return unstarted == 0 && going.isEmpty();
  }

  int size() {
    return unstarted + going.size();
  }
}
