package io.baton.protocol.storage;

import io.baton.protocol.field.Fields;
import java.util.List;

/**
 * What a node wants to do with objects of its job: read any of the job's, write below the prefix of
 * its attempt.
 *
 * @param objects what is wanted, 1 to 1,000 entries
 */
public record AccessRequest(List<ObjectAccess> objects) {
  public AccessRequest {
    objects = Fields.listOrEmpty(objects);
    Fields.inRange("objects", objects.size(), 1, 1000);
  }

  /**
   * One object and what to do with it.
   *
   * @param key the object's name in storage, 1 to 900 characters
   * @param method what to do with it
   */
  public record ObjectAccess(String key, AccessMethod method) {
    public ObjectAccess {
      Fields.text("key", key, 900);
      Fields.required("method", method);
    }
  }
}
