package io.baton.node.command;

import io.baton.node.config.ConfigException;
import io.baton.node.config.NodeSecret;
import io.baton.node.models.AllowedSource;
import io.baton.node.models.BucketSettings;
import io.baton.node.models.HubSettings;
import io.baton.node.models.ModelSettings;
import io.baton.node.models.ModelSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of base models. */
final class ModelArguments {
  @Option(
      names = "--models-dir",
      paramLabel = "DIR",
      defaultValue = "${env:BATON_MODELS_DIR:-${sys:user.home}/.baton/models}",
      description =
          "Its base models, in Hugging Face's layout (BATON_MODELS_DIR). Default: ~/.baton/models")
  private Path directory;

  @Option(
      names = "--models-cache",
      paramLabel = "DIR",
      defaultValue = "${env:BATON_MODELS_CACHE:-${sys:user.home}/.baton/models-cache}",
      description =
          "What it fetches; agents of one machine may share it (BATON_MODELS_CACHE). Default:"
              + " ~/.baton/models-cache")
  private Path cache;

  @Option(
      names = "--models-cache-bytes",
      paramLabel = "BYTES",
      converter = ByteCount.class,
      defaultValue = "${env:BATON_MODELS_CACHE_BYTES:-64G}",
      description = "What that may hold (BATON_MODELS_CACHE_BYTES). Default: 64G")
  private Long cacheBytes;

  @Option(
      names = "--models-bytes-per-second",
      paramLabel = "BYTES",
      converter = ByteCount.class,
      defaultValue = "${env:BATON_MODELS_BYTES_PER_SECOND}",
      description =
          "Rate of a download at most (BATON_MODELS_BYTES_PER_SECOND). Default: as fast as it goes")
  private Long bytesPerSecond;

  @Option(
      names = "--model-source",
      paramLabel = "NAME=URI",
      split = ",",
      defaultValue = "${env:BATON_MODEL_SOURCES}",
      description =
          "What a job's name for a base model means: hf://organisation/name[@revision],"
              + " s3://bucket/prefix or file:/directory; may be given several times"
              + " (BATON_MODEL_SOURCES, with commas). Default: a directory below --models-dir")
  private List<String> sources;

  @Option(
      names = "--allow-models",
      paramLabel = "URI",
      split = ",",
      defaultValue = "${env:BATON_ALLOW_MODELS}",
      description =
          "hf:// and s3:// addresses that jobs may name themselves, with a star at the end for all"
              + " that begin so; may be given several times (BATON_ALLOW_MODELS, with commas)."
              + " Default: none")
  private List<String> allowed;

  @Option(
      names = "--hub",
      paramLabel = "URL",
      defaultValue = "${env:HF_ENDPOINT:-https://huggingface.co}",
      description = "The hub that hf:// means (HF_ENDPOINT). Default: https://huggingface.co")
  private URI hub;

  @Option(
      names = "--hub-token-file",
      paramLabel = "FILE",
      defaultValue = "${env:BATON_HUB_TOKEN_FILE}",
      description =
          "Holds the token that the node shows to the hub (BATON_HUB_TOKEN_FILE). Default: the token"
              + " is in HF_TOKEN, or there is none")
  private Path hubTokenFile;

  @Option(
      names = "--models-s3-endpoint",
      paramLabel = "URL",
      defaultValue = "${env:BATON_MODELS_S3_ENDPOINT:-https://s3.amazonaws.com}",
      description =
          "Where the buckets of s3:// are (BATON_MODELS_S3_ENDPOINT); signed with"
              + " BATON_MODELS_S3_ACCESS_KEY and BATON_MODELS_S3_SECRET_KEY where they are set."
              + " Default: https://s3.amazonaws.com")
  private URI s3Endpoint;

  @Option(
      names = "--models-s3-region",
      paramLabel = "REGION",
      defaultValue = "${env:BATON_MODELS_S3_REGION:-us-east-1}",
      description = "Region of those buckets (BATON_MODELS_S3_REGION). Default: us-east-1")
  private String s3Region;

  ModelSettings settings() {
    return new ModelSettings(
        directory,
        cache,
        cacheBytes,
        Words.of(sources).stream().map(ModelSource::parse).toList(),
        Words.of(allowed).stream().map(AllowedSource::new).toList(),
        new HubSettings(hub, NodeSecret.HUB_TOKEN.read(hubTokenFile, "--hub-token-file")),
        new BucketSettings(s3Endpoint, s3Region, credentials()),
        Optional.ofNullable(bytesPerSecond));
  }

  private static Optional<BucketSettings.Credentials> credentials() {
    Optional<String> access = NodeSecret.MODELS_S3_ACCESS_KEY.fromEnvironment();
    Optional<String> secret = NodeSecret.MODELS_S3_SECRET_KEY.fromEnvironment();
    if (access.isPresent() != secret.isPresent()) {
      throw new ConfigException(
          "Base models in S3 need both "
              + NodeSecret.MODELS_S3_ACCESS_KEY.variable()
              + " and "
              + NodeSecret.MODELS_S3_SECRET_KEY.variable()
              + ", or neither.");
    }
    return access.map(
        key ->
            new BucketSettings.Credentials(
                key, secret.orElseThrow(), NodeSecret.MODELS_S3_SESSION_TOKEN.fromEnvironment()));
  }
}
