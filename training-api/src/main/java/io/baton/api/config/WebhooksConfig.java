package io.baton.api.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sending of webhooks. */
public interface WebhooksConfig {
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
