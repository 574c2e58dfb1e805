package io.baton.node.models;

import java.util.List;
import java.util.Objects;

/**
 * What a source has at one moment.
 *
 * @param version names the content: a commit, or nothing but the files' own digests
 * @param files those whose paths can be written down; a model needs no others
 */
record RemoteListing(String version, List<RemoteFile> files) {
  RemoteListing {
    Objects.requireNonNull(version, "version");
    files = List.copyOf(files);
  }
}
