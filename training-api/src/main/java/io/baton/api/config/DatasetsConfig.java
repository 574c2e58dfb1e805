package io.baton.api.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of datasets. */
public interface DatasetsConfig {
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
