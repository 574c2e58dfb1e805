package io.baton.node.models;

import io.baton.node.config.ConfigException;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.BaseModel;

/**
 * A name that the operator gave a location: jobs that name it get what lies there.
 *
 * @param name as jobs say it
 * @param location anywhere, also a directory of this machine
 */
public record ModelSource(BaseModel name, ModelLocation location) {
  /**
   * Reads {@code NAME=LOCATION}.
   *
   * @throws ConfigException if it is something else
   */
  public static ModelSource parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw invalid(text);
    }
    try {
      return new ModelSource(
          new BaseModel(text.substring(0, equals)),
          ModelLocation.parse(text.substring(equals + 1)).orElseThrow(() -> invalid(text)));
    } catch (InvalidFieldException e) {
      throw new ConfigException("--model-source " + text + ": " + e.getMessage() + ".", e);
    }
  }

  private static ConfigException invalid(String text) {
    return new ConfigException(
        "--model-source must be NAME=hf://organisation/name[@revision], NAME=s3://bucket/prefix or"
            + " NAME=file:/directory, not '"
            + text
            + "'.");
  }
}
