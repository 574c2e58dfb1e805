package io.baton.api.lease;

import io.baton.api.config.BatonConfig;
import io.baton.api.job.JobEntity;
import io.baton.api.lease.RenewalStatement.Renewed;
import io.baton.protocol.work.Directive;
import io.baton.protocol.work.HeartbeatAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** What nodes are told to do. */
@ApplicationScoped
class HeartbeatAnswers {
  private final long leaseMillis;

  HeartbeatAnswers(BatonConfig config) {
    this.leaseMillis = config.lease().duration().toMillis();
  }

  HeartbeatAnswer renewed(Renewed lease) {
    Directive directive = lease.drain().isPresent() ? Directive.DRAIN : Directive.CONTINUE;
    return new HeartbeatAnswer(directive, lease.drain(), lease.until(), leaseMillis);
  }

  HeartbeatAnswer stop(JobEntity ended) {
    return new HeartbeatAnswer(
        Directive.STOP, Optional.ofNullable(ended.reason), ended.leaseExpiresAt, leaseMillis);
  }
}
