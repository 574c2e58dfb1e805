package io.baton.autoscaler.saladcloud;

import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Asks again where the answer was 429 or 5xx, or none came: as late as {@code Retry-After} says,
 * else after a pause that doubles. Ends with a {@link ProviderException} once the next try would be
 * past the deadline, and makes no request before the time that SaladCloud named.
 */
final class PatientCalls {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
  private static final int MOST_DOUBLINGS = 10;

  private final SaladHttp http;
  private final Duration requestTimeout;
  private final Clock clock;
  private final Pause pause;
  private final RandomGenerator random;

  /** SaladCloud takes no request before, by what it said then. */
  private Instant notBefore = Instant.MIN;

  private Trouble lastWord;

  PatientCalls(
      SaladHttp http, Duration requestTimeout, Clock clock, Pause pause, RandomGenerator random) {
    this.http = http;
    this.requestTimeout = requestTimeout;
    this.clock = clock;
    this.pause = pause;
    this.random = random;
  }

  /** The answer, which may be a refusal, but neither 429 nor 5xx. */
  SaladAnswer call(SaladRequest request, Instant deadline) {
    waitUntilAllowed(deadline);
    for (int failures = 0; ; failures++) {
      Trouble trouble;
      try {
        SaladAnswer answer = http.send(request, requestTimeout);
        if (!answer.passing()) {
          return answer;
        }
        trouble = trouble(request, answer);
      } catch (IOException e) {
        trouble = trouble(request, e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      Duration wait = trouble.retryAfter().orElse(pauseAfter(failures));
      if (trouble.retryAfter().isPresent()) {
        notBefore = clock.instant().plus(wait);
        lastWord = trouble;
      }
      if (!trouble.mayRepeat() || clock.instant().plus(wait).isAfter(deadline)) {
        throw trouble.toException();
      }
      sleep(wait);
    }
  }

  private void waitUntilAllowed(Instant deadline) {
    Instant now = clock.instant();
    if (notBefore.isAfter(deadline)) {
      throw lastWord.toException();
    }
    if (notBefore.isAfter(now)) {
      sleep(Duration.between(now, notBefore));
    }
  }

  /** Between half and all of the doubled pause, so that several autoscalers do not ask at once. */
  private Duration pauseAfter(int failures) {
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    Duration longest = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    return Duration.ofMillis(Math.round(longest.toMillis() * random.nextDouble(0.5, 1)));
  }

  private void sleep(Duration duration) {
    try {
      pause.of(duration);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static ProviderException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new ProviderException(
        ProviderFault.OUTAGE, "The call to SaladCloud was interrupted.", cause);
  }

  /** Why a request did not get its answer. */
  private record Trouble(
      ProviderFault fault,
      String said,
      boolean mayRepeat,
      Optional<Duration> retryAfter,
      IOException cause) {
    ProviderException toException() {
      return new ProviderException(fault, said, retryAfter, cause);
    }
  }

  private Trouble trouble(SaladRequest request, SaladAnswer answer) {
    Optional<Duration> retryAfter =
        answer.retryAfter().flatMap(header -> RetryAfter.parse(header, clock.instant()));
    if (answer.tooMany()) {
      // What was refused was not done.
      return new Trouble(ProviderFault.REFUSED, tooMany(answer), true, retryAfter, null);
    }
    String said = "SaladCloud is out of order: it answered " + answer + ".";
    return new Trouble(ProviderFault.OUTAGE, said, request.repeatable(), retryAfter, null);
  }

  private Trouble trouble(SaladRequest request, IOException failure) {
    boolean notSent =
        failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
    String said =
        failure instanceof HttpTimeoutException && !notSent
            ? "SaladCloud did not answer within " + requestTimeout.toSeconds() + " s."
            : "SaladCloud cannot be reached: " + failure + ".";
    boolean mayRepeat = notSent || request.repeatable();
    return new Trouble(ProviderFault.OUTAGE, said, mayRepeat, Optional.empty(), failure);
  }

  private static String tooMany(SaladAnswer answer) {
    return "SaladCloud takes no more of these requests for now: it answered "
        + answer
        + "; look less often, or ask SaladCloud for a higher limit than 240 a minute.";
  }
}
