package io.baton.node.notice;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Word that this machine is about to be taken away.
 *
 * @param reason one sentence for the user
 * @param timeLeft until then; empty where that is not told
 */
public record Notice(String reason, Optional<Duration> timeLeft) {
  public Notice {
    Objects.requireNonNull(reason, "reason");
    timeLeft = timeLeft.map(left -> left.isNegative() ? Duration.ZERO : left);
  }
}
