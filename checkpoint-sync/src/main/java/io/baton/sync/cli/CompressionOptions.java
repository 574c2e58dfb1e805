package io.baton.sync.cli;

import io.baton.sync.upload.Compression;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which files are stored in fewer bytes. */
final class CompressionOptions {
  @Option(
      names = "--compress",
      paramLabel = "WHEN",
      defaultValue = "never",
      converter = WhenText.class,
      description =
          "files of 1 MiB and more: never, where-it-pays (in time, at the bandwidth seen) or"
              + " where-it-saves (5 %% of the bytes at least) (default: ${DEFAULT-VALUE})")
  Compression.When when = Compression.When.NEVER;

  /**
   * @param scratch for the file that is being sent
   */
  Compression compression(Path scratch) {
    return switch (when) {
      case NEVER -> Compression.off();
      case WHERE_IT_PAYS -> Compression.whereItPays(scratch);
      case WHERE_IT_SAVES -> Compression.whereItSaves(scratch);
    };
  }

  static final class WhenText implements ITypeConverter<Compression.When> {
    @Override
    public Compression.When convert(String text) {
      switch (text) {
        case "never":
          return Compression.When.NEVER;
        case "where-it-pays":
          return Compression.When.WHERE_IT_PAYS;
        case "where-it-saves":
          return Compression.When.WHERE_IT_SAVES;
        default:
          throw new TypeConversionException(
              "'" + text + "' is neither never, where-it-pays nor where-it-saves");
      }
    }
  }
}
