package io.baton.autoscaler.scaling;

import io.baton.autoscaler.pool.InstanceId;
import java.util.List;

/** Which of the candidates a provider can remove, in an order of which it can remove any prefix. */
@FunctionalInterface
public interface Removable {
  List<InstanceId> among(List<InstanceId> candidates);
}
