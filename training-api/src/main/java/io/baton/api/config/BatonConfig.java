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

  Storage storage();

  Keys keys();

  RateLimits rateLimits();

  Lease lease();

  Datasets datasets();

  Commands commands();

  Nodes nodes();

  Pools pools();

  Autoscaler autoscaler();

  Outbox outbox();

  Events events();

  Logs logs();

  Kafka kafka();

  Webhooks webhooks();

  Budgets budgets();

  Retention retention();

  Tasks tasks();

  Idempotency idempotency();

  Metrics metrics();

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

  /** The S3-compatible storage. */
  interface Storage {
    /** Base address; nodes and users must reach it too, for they use the URLs signed for it. */
    @WithDefault("http://127.0.0.1:9000")
    URI endpoint();

    /** Bucket; created at the start if it is missing and may be created. Default baton. */
    @WithDefault("baton")
    String bucket();

    /** Region that signatures name. Default us-east-1. */
    @WithDefault("us-east-1")
    String region();

    /** Access key; required. */
    String accessKey();

    /** Secret key; required. */
    String secretKey();

    /** How long URLs for uploads and for a node's objects are valid, 1 s to 7 d. Default 15 m. */
    @WithDefault("15m")
    Duration urlExpiry();

    /** How long URLs for downloads of datasets and LoRAs are valid, 1 s to 7 d. Default 1 h. */
    @WithDefault("1h")
    Duration downloadUrlExpiry();

    /** Longest wait for the storage's answer. Default 20 s. */
    @WithDefault("20s")
    Duration timeout();
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

  /**
   * Most requests that one key may make of one replica, each at least 1: so many a second on
   * average, and a burst of so many at once.
   */
  interface RateLimits {
    /** A user's requests a second. Default 50. */
    @WithDefault("50")
    long userPerSecond();

    /** A user's requests at once. Default 500. */
    @WithDefault("500")
    long userBurst();

    /** Requests a second of all nodes that share a key. Default 5,000. */
    @WithDefault("5000")
    long nodePerSecond();

    /** Requests at once of all nodes that share a key. Default 10,000. */
    @WithDefault("10000")
    long nodeBurst();

    /** An operator's requests a second. Default 500. */
    @WithDefault("500")
    long operatorPerSecond();

    /** An operator's requests at once. Default 5,000. */
    @WithDefault("5000")
    long operatorBurst();
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

  /** Bounds of datasets. */
  interface Datasets {
    /** Most files in a dataset. Default 10,000. */
    @WithDefault("10000")
    int maxFiles();

    /** Most bytes in a dataset. Default 20 GiB. */
    @WithDefault("21474836480")
    long maxBytes();

    /** Fewest pixels of an image's shorter side. Default 16. */
    @WithDefault("16")
    int minSide();

    /** Most pixels in an image. Default 50,000,000. */
    @WithDefault("50000000")
    long maxPixels();

    /** Most bytes in a zip, at most 5 GiB, which is the default. */
    @WithDefault("5368709120")
    long maxArchiveBytes();

    /** How many times its packed size a file of more than a MiB in a zip may have. Default 200. */
    @WithDefault("200")
    int maxCompressionRatio();

    /**
     * How often checks that another replica left behind are looked for, at least 1 s. Default 5 s.
     */
    @WithDefault("5s")
    Duration pollInterval();

    /** How often files that datasets do not keep are deleted from storage. Default 1 m. */
    @WithDefault("1m")
    Duration sweepInterval();
  }

  /** What is known of nodes. */
  interface Nodes {
    /**
     * A node that was silent for longer is offline; longer than the lease and than the longest wait
     * for work. Default 90 s.
     */
    @WithDefault("90s")
    Duration offlineAfter();

    /**
     * Lists leave out nodes that were silent for longer; those that never had a job are deleted.
     * Default 30 d.
     */
    @WithDefault("30d")
    Duration forgetAfter();

    /** How often silent nodes are looked for, at least 1 s. Default 10 s. */
    @WithDefault("10s")
    Duration presenceInterval();

    /** How nodes on which job after job fails are kept from more. */
    Quarantine quarantine();
  }

  /** Quarantine of nodes without an operator. */
  interface Quarantine {
    /**
     * The share of a pool's online nodes that may be in quarantine before no more are put there
     * because jobs fail on them, 0 to 1: jobs that fail everywhere must not stop a pool. 0: none
     * is. Default 0.5.
     */
    @WithDefault("0.5")
    double maxShare();

    /** How often quarantines that are over are looked for, at least 1 s. Default 5 s. */
    @WithDefault("5s")
    Duration interval();
  }

  /** What is kept of pools. */
  interface Pools {
    /**
     * How long decisions are kept after they were made last; those that replaced machines at least
     * 30 d. Default 30 d.
     */
    @WithDefault("30d")
    Duration decisionsKept();

    /** How often a sample of every pool is taken for charts, at least 1 s. Default 1 m. */
    @WithDefault("1m")
    Duration sampleInterval();

    /** How long samples are kept. Default 30 d. */
    @WithDefault("30d")
    Duration historyKept();

    /** How often those that are older are deleted, at least 1 s. Default 10 m. */
    @WithDefault("10m")
    Duration cleanupInterval();
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

  /** Streams of events to those who follow them. */
  interface Events {
    /** A stream with no news gives a sign of life that often, 1 s to 5 m. Default 15 s. */
    @WithDefault("15s")
    Duration heartbeat();

    /**
     * A stream ends after so long, and its reader comes back with the id of the last event: a key
     * that was withdrawn reads no longer than that. Default 15 m.
     */
    @WithDefault("15m")
    Duration longestStream();

    /** Most streams at one replica. Default 1,000. */
    @WithDefault("1000")
    int maxStreams();

    /** Most streams of one owner at one replica. Default 100. */
    @WithDefault("100")
    int maxStreamsOfOwner();
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

  /** Sending of webhooks. */
  interface Webhooks {
    /**
     * Whether receivers may have private, loopback, link-local or otherwise internal addresses.
     * Default false.
     */
    @WithDefault("false")
    boolean allowPrivateAddresses();

    /** Longest a try may take, connecting included. Default 15 s. */
    @WithDefault("15s")
    Duration timeout();

    /** Tries that one replica has in flight at once, at least 1. Default 32. */
    @WithDefault("32")
    int concurrency();

    /**
     * Of these, those to one receiver (host and port), over all replicas: what a slow one can hold
     * up. At least 1. Default 8.
     */
    @WithDefault("8")
    int concurrencyPerReceiver();

    /** Of these, those of one owner, over all replicas, at least 1. Default 16. */
    @WithDefault("16")
    int concurrencyPerOwner();

    /** Webhooks that an owner may have beside those of single jobs, at least 1. Default 20. */
    @WithDefault("20")
    int maxPerOwner();

    /**
     * Keys that encrypt the secrets of webhooks in the database, each the base64 of 32 bytes,
     * separated by commas. The first encrypts, all of them decrypt. Default: none, secrets stand in
     * the database as they are.
     */
    Optional<List<String>> secretKeys();

    /** How long deliveries that have ended stay in the log. Default 30 d. */
    @WithDefault("30d")
    Duration logKept();

    /** How often due retries are looked for, at least 1 s; new ones go at once. Default 1 s. */
    @WithDefault("1s")
    Duration pollInterval();
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

  /** What monitoring reads at {@code /q/metrics}. */
  interface Metrics {
    /** How old the counts of jobs, events and deliveries may be, at least 0 s. Default 10 s. */
    @WithDefault("10s")
    Duration sampleAge();

    /** How often what is told of pools is read, at least 1 s. Default 10 s. */
    @WithDefault("10s")
    Duration poolInterval();

    /** How often the first steps of attempts are looked for, at least 1 s. Default 5 s. */
    @WithDefault("5s")
    Duration firstStepInterval();

    /**
     * How often heartbeats of running attempts are looked at for their timelines, at least 1 s.
     * Default 5 s.
     */
    @WithDefault("5s")
    Duration pulseInterval();
  }

  /** The pages for people. */
  interface Dashboard {
    /** How long somebody who signed in stays so, 1 minute to 30 days. Default 7d. */
    @WithDefault("7d")
    Duration session();
  }
}
