package io.baton.autoscaler.reconcile;

import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderView;
import io.baton.protocol.pool.ProviderReport;
import java.time.Instant;
import java.util.Optional;

/**
 * What came of a look at the provider.
 *
 * @param view what it has; as it was seen last where this look failed
 * @param failure why this look failed
 */
record ProviderLook(ProviderView view, Optional<ProviderException> failure) {
  ProviderReport report(
      String provider, Optional<Instant> stockOutSince, Optional<String> problem) {
    return new ProviderReport(
        provider,
        view.requested(),
        view.pending(),
        view.running(),
        view.stopping(),
        stockOutSince,
        failure.map(Throwable::getMessage).or(() -> problem).map(ProviderLook::shortened));
  }

  private static String shortened(String text) {
    return text.length() <= 1000 ? text : text.substring(0, 999) + "…";
  }
}
