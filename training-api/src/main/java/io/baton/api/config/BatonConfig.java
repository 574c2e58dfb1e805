package io.baton.api.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that operators set, as properties ({@code baton.lease.duration}) or in the environment
 * ({@code BATON_LEASE_DURATION}). Durations are written as {@code 90s}, {@code 15m} or {@code
 * PT1M30S}.
 */
@ConfigMapping(prefix = "baton")
public interface BatonConfig {

  Http http();

  Database database();

  StorageConfig storage();

  Keys keys();

  RateLimitsConfig rateLimits();

  Lease lease();

  DatasetsConfig datasets();

  Commands commands();

  NodesConfig nodes();

  PoolsConfig pools();

  Autoscaler autoscaler();

  Outbox outbox();

  EventsConfig events();

  Logs logs();

  Kafka kafka();

  WebhooksConfig webhooks();

  Budgets budgets();

  Retention retention();

  Tasks tasks();

  Idempotency idempotency();

  MetricsConfig metrics();

  Dashboard dashboard();

  /** Where the service listens. */
  interface Http {
    /** Address to bind. Default 127.0.0.1: nobody but this machine. */
    @WithDefault("127.0.0.1")
    String host();

    /** TCP port, 0 for any free one. Default 8080. */
    @WithDefault("8080")
    int port();

    /** Most bytes in the body of a request, at most 8,388,608. Default 4,194,304. */
    @WithDefault("4194304")
    long maxBodyBytes();
  }

  /** The PostgreSQL database. */
  interface Database {
    /** JDBC address. Default jdbc:postgresql://127.0.0.1:5432/baton. */
    @WithDefault("jdbc:postgresql://127.0.0.1:5432/baton")
    String url();

    /** Default baton. */
    @WithDefault("baton")
    String user();

    /** Default: none. */
    Optional<String> password();
  }

  /** API keys. */
  interface Keys {
    /**
     * An operator's key that is valid from the first start on: {@code baton_} and the base64url of
     * 32 random bytes. Default: one is drawn and logged, once, when no operator's key is valid.
     */
    Optional<String> bootstrap();

    /**
     * How long a replica remembers that a key is valid, and so how long after its revocation or
     * expiry a key may go on being accepted; at least 1 ms. Default 5 s.
     */
    @WithDefault("5s")
    Duration remembered();
  }

  /** Leases of jobs. */
  interface Lease {
    /** How long a lease lasts from each renewal. Default 60 s. */
    @WithDefault("60s")
    Duration duration();

    /** How often nodes renew. Default: a third of the lease. */
    Optional<Duration> heartbeat();

    /** How often lapsed leases are looked for, at least 1 s. Default 1 s. */
    @WithDefault("1s")
    Duration lapseInterval();

    default Duration heartbeatOrThird() {
      return heartbeat().orElse(duration().dividedBy(3));
    }
  }

  /** Autoscalers, which are asked what another policy would do. */
  interface Autoscaler {
    /**
     * Where they answer, with commas between; each pool is looked for at one after the other.
     * Default: none, and nobody can be asked.
     */
    Optional<List<URI>> urls();

    /** Longest wait for an answer of one, at least 1 s. Default 20 s. */
    @WithDefault("20s")
    Duration timeout();
  }

  /** Jobs that run a command of the user's. */
  interface Commands {
    /**
     * Who may submit them: nobody, operators or everybody. Only nodes that allow commands run them.
     * Default operators.
     */
    @WithDefault("operators")
    Submitters submitters();

    /** Who may submit jobs that run a command. */
    enum Submitters {
      NOBODY,
      OPERATORS,
      EVERYBODY
    }
  }

  /** Events on their way out of the database. */
  interface Outbox {
    /**
     * How often forgotten events are looked for, at least 1 s; new ones go at once. Default 1 s.
     */
    @WithDefault("1s")
    Duration pollInterval();
  }

  /** What trainers print. */
  interface Logs {
    /** How much of an attempt's log is kept, its end, in bytes. Default 256 KiB. */
    @WithDefault("262144")
    int bytesOfAttempt();
  }

  /**
   * The broker that events go through with the profile {@code kafka}. What else its clients need
   * ({@code kafka.security.protocol}, {@code kafka.sasl.jaas.config}, ...) is set as they call it.
   */
  interface Kafka {
    /** Hosts and ports, separated by commas. Default 127.0.0.1:9092. */
    @WithDefault("127.0.0.1:9092")
    String bootstrapServers();

    /** The topic of events. Default baton.job-events. */
    @WithDefault("baton.job-events")
    String topic();

    /** The consumer group of all replicas. Default baton. */
    @WithDefault("baton")
    String group();
  }

  /** What jobs may use of nodes' time and of money. */
  interface Budgets {
    /** How often running jobs that used theirs up are looked for, at least 1 s. Default 5 s. */
    @WithDefault("5s")
    Duration interval();
  }

  /** Deleting what is no longer kept. */
  interface Retention {
    /** How often, at least 1 s. Default 10 s. */
    @WithDefault("10s")
    Duration interval();

    /**
     * How long the LoRA of sample images that could not be drawn is kept, so that the job that
     * draws them may be retried, at least 0 s. Default 7 d.
     */
    @WithDefault("7d")
    Duration undrawn();
  }

  /** Scheduled work, which all replicas share. */
  interface Tasks {
    /** How often a replica looks for work that is due, at least 1 s. Default 1 s. */
    @WithDefault("1s")
    Duration pollInterval();

    /**
     * How long a replica that fell silent keeps the others from what it was running, at least 5 s.
     * Default 15 s.
     */
    @WithDefault("15s")
    Duration hold();
  }

  /** Answers that are given again when a request comes again under the same key. */
  interface Idempotency {
    /** How long an answer is kept. Default 24 h. */
    @WithDefault("24h")
    Duration expiry();

    /** How often those whose time has run out are deleted, at least 1 s. Default 10 m. */
    @WithDefault("10m")
    Duration cleanupInterval();
  }

  /** The pages for people. */
  interface Dashboard {
    /** How long somebody who signed in stays so, 1 minute to 30 days. Default 7d. */
    @WithDefault("7d")
    Duration session();
  }
}
