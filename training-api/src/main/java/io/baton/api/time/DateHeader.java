package io.baton.api.time;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Says in every answer what time this replica has (RFC 9110, 6.6.1), by which clients find out that
 * their own clock is wrong.
 */
@ApplicationScoped
class DateHeader {
  private static final int BEFORE_OTHERS = 100;

  void register(@Observes Filters filters) {
    filters.register(
        context -> {
          String now =
              DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
          context.response().putHeader(HttpHeaders.DATE, now);
          context.next();
        },
        BEFORE_OTHERS);
  }
}
