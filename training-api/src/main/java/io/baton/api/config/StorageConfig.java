package io.baton.api.config;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** The S3-compatible storage. */
public interface StorageConfig {
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
