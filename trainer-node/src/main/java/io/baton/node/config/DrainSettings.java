package io.baton.node.config;

import io.baton.node.notice.InterruptionNotice;
import java.time.Duration;
import java.util.List;

/**
 * When and how the node gives its job back.
 *
 * @param timeout how long a drain may take where nothing else is told
 * @param notices what drains the node when the machine is about to be taken away
 */
public record DrainSettings(Duration timeout, List<InterruptionNotice> notices) {
  public DrainSettings {
    NodeConfig.requirePositive("--drain-seconds", timeout);
    notices = List.copyOf(notices);
  }
}
