package io.baton.node.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.node.failure.AttemptFailedException;
import io.baton.protocol.client.Json;
import io.baton.protocol.work.FailureClass;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A repository of the Hugging Face hub, as its own client reads it: {@code
 * /api/models/ORG/NAME/revision/REV?blobs=true} tells the commit, the files and their digests;
 * {@code /ORG/NAME/resolve/COMMIT/PATH} gives a file or redirects to who has it.
 */
final class HubModel implements RemoteModel {
  private static final int MAX_LISTING_BYTES = 64 << 20;

  private final ModelLocation.Hub location;
  private final HubSettings settings;
  private final SourceHttp http;

  HubModel(ModelLocation.Hub location, HubSettings settings, SourceHttp http) {
    this.location = location;
    this.settings = settings;
    this.http = http;
  }

  @Override
  public RemoteListing list()
      throws SourceTroubleException, AttemptFailedException, InterruptedException {
    String revision = location.revision().orElse(ModelLocation.Hub.MAIN);
    URI address =
        settings
            .endpoint()
            .resolve(
                "api/models/"
                    + location.repository()
                    + "/revision/"
                    + URLEncoder.encode(revision, StandardCharsets.UTF_8)
                    + "?blobs=true");
    HttpResponse<InputStream> answer = http.get(address, settings.token(), 0);
    try (InputStream body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw HubAnswers.refusal(location, settings, answer);
      }
      return listing(Json.mapper().readTree(body.readNBytes(MAX_LISTING_BYTES)));
    } catch (IOException e) {
      throw new SourceTroubleException(
          "the hub's list of " + location + " cannot be read (" + e.getMessage() + ")");
    }
  }

  private RemoteListing listing(JsonNode json) throws SourceTroubleException {
    String commit = json.path("sha").asText();
    if (!FileDigest.isForm(FileDigest.Kind.GIT_BLOB, commit)) {
      throw new SourceTroubleException(
          "what answers at " + settings.endpoint() + " does not list models as the hub does");
    }
    List<RemoteFile> files = new ArrayList<>();
    for (JsonNode sibling : json.path("siblings")) {
      String path = sibling.path("rfilename").asText();
      long size = sibling.path("lfs").path("size").asLong(sibling.path("size").asLong(-1));
      if (RemoteFile.isSafe(path) && size >= 0) {
        files.add(new RemoteFile(path, size, digest(sibling)));
      }
    }
    return new RemoteListing(commit, files);
  }

  private static Optional<FileDigest> digest(JsonNode sibling) {
    String sha256 = sibling.path("lfs").path("sha256").asText();
    if (FileDigest.isForm(FileDigest.Kind.SHA256, sha256)) {
      return Optional.of(new FileDigest(FileDigest.Kind.SHA256, sha256));
    }
    String blob = sibling.path("blobId").asText();
    return FileDigest.isForm(FileDigest.Kind.GIT_BLOB, blob)
        ? Optional.of(new FileDigest(FileDigest.Kind.GIT_BLOB, blob))
        : Optional.empty();
  }

  @Override
  public Opened open(RemoteListing listing, RemoteFile file, long offset)
      throws SourceTroubleException, AttemptFailedException, InterruptedException {
    URI address =
        settings
            .endpoint()
            .resolve(location.repository() + "/resolve/" + listing.version() + "/" + file.path());
    URI at = address;
    for (int redirects = 0; redirects <= SourceHttp.MAX_REDIRECTS; redirects++) {
      // The hub's token is for the hub: whoever keeps the files for it gets a signed address.
      Optional<String> token =
          RedirectRule.sameServer(address, at) ? settings.token() : Optional.empty();
      HttpResponse<InputStream> answer = http.get(at, token, offset);
      requireSameFile(answer, listing, file);
      if (answer.statusCode() / 100 != 3) {
        return opened(answer, file, offset);
      }
      SourceHttp.discard(answer);
      at = target(answer, at, file);
    }
    throw new SourceTroubleException("the hub redirects " + file.path() + " without end");
  }

  private URI target(HttpResponse<InputStream> answer, URI from, RemoteFile file)
      throws SourceTroubleException, AttemptFailedException {
    String target = answer.headers().firstValue("Location").orElse("");
    URI to;
    try {
      to = from.resolve(target);
    } catch (IllegalArgumentException noAddress) {
      throw new SourceTroubleException("the hub redirects " + file.path() + " to no address");
    }
    Optional<String> refusal = RedirectRule.refusal(from, to);
    if (refusal.isPresent()) {
      throw new AttemptFailedException(
          FailureClass.NODE_MISCONFIGURED,
          "The hub at "
              + settings.endpoint()
              + " sends the node to "
              + to.getHost()
              + " for "
              + location
              + ", which "
              + refusal.get()
              + "; see that --hub is right.");
    }
    return to;
  }

  /**
   * The hub's first answer names commit, digest and size; a different file is not worth fetching.
   */
  private static void requireSameFile(
      HttpResponse<InputStream> answer, RemoteListing listing, RemoteFile file)
      throws SourceTroubleException {
    boolean same =
        says(answer, "X-Repo-Commit", listing.version())
            && says(answer, "X-Linked-Size", Long.toString(file.size()))
            && file.digest()
                .map(digest -> says(answer, "X-Linked-Etag", digest.hex()))
                .orElse(true);
    if (!same) {
      SourceHttp.discard(answer);
      throw new SourceTroubleException(
          "the hub has another " + file.path() + " than it listed for " + listing.version());
    }
  }

  private static boolean says(HttpResponse<InputStream> answer, String header, String expected) {
    return answer
        .headers()
        .firstValue(header)
        .map(value -> value.replaceFirst("^W/", "").replace("\"", ""))
        .map(expected::equals)
        .orElse(true);
  }

  private Opened opened(HttpResponse<InputStream> answer, RemoteFile file, long offset)
      throws SourceTroubleException, AttemptFailedException {
    return switch (answer.statusCode()) {
      case 200 -> new Opened(0, answer.body());
      case 206 -> {
        String range = answer.headers().firstValue("Content-Range").orElse("");
        if (!range.startsWith("bytes " + offset + "-")) {
          SourceHttp.discard(answer);
          throw new SourceTroubleException("the hub gives another part of " + file.path());
        }
        yield new Opened(offset, answer.body());
      }
      default -> {
        try {
          throw HubAnswers.refusal(location, settings, answer);
        } finally {
          SourceHttp.discard(answer);
        }
      }
    };
  }
}
