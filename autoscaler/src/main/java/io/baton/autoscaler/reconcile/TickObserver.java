package io.baton.autoscaler.reconcile;

import io.baton.autoscaler.pool.ProviderFault;
import io.baton.protocol.pool.ScalingDecision;
import java.time.Duration;

/** Is told what happens in the ticks of a pool. */
public interface TickObserver {
  /** Nobody who looks. */
  TickObserver NONE =
      new TickObserver() {
        @Override
        public void decided(ScalingDecision decision) {}

        @Override
        public void providerFailed(ProviderFault fault) {}

        @Override
        public void ticked(Duration duration) {}
      };

  /** At every tick, whether the decision is kept or only repeats the one before. */
  void decided(ScalingDecision decision);

  /** A call of the provider failed. */
  void providerFailed(ProviderFault fault);

  /** A tick ended, however it went. */
  void ticked(Duration duration);
}
