package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An autoscaler asks to be, or to stay, the one that may act on a pool.
 *
 * @param holder names it over its whole life, and no other: 1 to 128 of A-Z, a-z, 0-9, . _ and -;
 *     required
 * @param leaseSeconds how long it may act without asking again, 1 to 3,600 seconds; default 30
 * @param report what its provider runs; absent: it does not know yet
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ScalerBeat(String holder, Integer leaseSeconds, Optional<ProviderReport> report) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  public ScalerBeat {
    Fields.matching("holder", holder, FORM, "must be 1 to 128 of A-Z, a-z, 0-9, . _ and -");
    leaseSeconds = Fields.orDefault(leaseSeconds, 30);
    Fields.inRange("leaseSeconds", leaseSeconds, 1, 3600);
    report = Fields.orEmpty(report);
  }
}
