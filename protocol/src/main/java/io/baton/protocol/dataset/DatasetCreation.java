package io.baton.protocol.dataset;

import io.baton.protocol.field.Fields;

/**
 * A dataset to be filled.
 *
 * @param name shown to people, 1 to 200 characters
 */
public record DatasetCreation(String name) {
  public DatasetCreation {
    Fields.text("name", name, 200);
  }
}
