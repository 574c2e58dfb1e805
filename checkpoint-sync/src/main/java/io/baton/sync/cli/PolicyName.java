package io.baton.sync.cli;

import io.baton.sync.upload.UploadPolicy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names of policies on the command line. */
final class PolicyName implements ITypeConverter<UploadPolicy> {
  @Override
  public UploadPolicy convert(String name) {
    switch (name) {
      case "finish-each":
        return UploadPolicy.FINISH_EACH;
      case "skip-to-newest":
        return UploadPolicy.SKIP_TO_NEWEST;
      case "newest-at-once":
        return UploadPolicy.NEWEST_AT_ONCE;
      default:
        throw new TypeConversionException(
            "'" + name + "' is neither finish-each, skip-to-newest nor newest-at-once");
    }
  }
}
