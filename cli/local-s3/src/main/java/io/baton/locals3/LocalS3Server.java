package io.baton.locals3;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobProviderMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;

/**
 * The server's own JVM: {@code LocalS3Server DATA_DIRECTORY PORT [BUCKET…]}, keys in the
 * environment. It ends when its standard input does, so it never outlives the process that started
 * it, however that one dies.
 */
public final class LocalS3Server {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private LocalS3Server() {}

  public static void main(String[] arguments) throws IOException {
    try {
      S3Proxy server =
          start(
              Path.of(arguments[0]),
              Integer.parseInt(arguments[1]),
              List.of(arguments).subList(2, arguments.length));
      System.out.println(
          Handshake.ready(URI.create("http://" + LOOPBACK + ":" + server.getPort())));
    } catch (LocalS3Exception e) {
      System.out.println(Handshake.error(e));
      System.exit(1);
    }
    awaitEndOf(System.in);
    // Requests in flight belong to a process that is gone.
    Runtime.getRuntime().halt(0);
  }

  private static S3Proxy start(Path data, int port, List<String> buckets) {
    makeWritable(data);
    requireFree(port);
    BlobStore store = openWhole(data);
    for (String bucket : buckets) {
      if (!BUCKET.matcher(bucket).matches()) {
        throw new LocalS3Exception(
            LocalS3Exception.Code.BUCKET,
            "The bucket name '"
                + bucket
                + "' is not legal: use 3 to 63 lower-case letters, digits, dots and hyphens.");
      }
      store.createContainerInLocation(null, bucket);
    }
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://" + LOOPBACK + ":" + port))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4,
                System.getenv(Handshake.ACCESS_KEY),
                System.getenv(Handshake.SECRET_KEY))
            .ignoreUnknownHeaders(true)
            .build();
    try {
      server.start();
      // Jetty binds in start(), but the connector's state trails it.
      while (!server.getState().equals("STARTED")) {
        Thread.onSpinWait();
      }
    } catch (Exception e) {
      throw new LocalS3Exception(
          LocalS3Exception.Code.NO_ANSWER, "The local S3 server did not start: " + e, e);
    }
    return server;
  }

  private static BlobStore openWhole(Path data) {
    Path absolute = data.toAbsolutePath();
    try {
      BrokenUploads.delete(absolute);
      return new WholeObjects(
          open(absolute), absolute.resolveSibling(absolute.getFileName() + ".incoming"));
    } catch (IOException e) {
      throw new LocalS3Exception(
          LocalS3Exception.Code.DATA_DIRECTORY,
          "The local S3 server cannot write beside its data directory " + data + ": " + e,
          e);
    }
  }

  private static BlobStore open(Path data) {
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", data.toAbsolutePath().toString());
    return ContextBuilder.newBuilder(new FilesystemNio2BlobProviderMetadata())
        // jclouds asks for them; a directory does not.
        .credentials("none", "none")
        .overrides(properties)
        .buildView(BlobStoreContext.class)
        .getBlobStore();
  }

  private static void makeWritable(Path data) {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new LocalS3Exception(
          LocalS3Exception.Code.DATA_DIRECTORY,
          "The local S3 server cannot make its data directory " + data + ": " + e,
          e);
    }
    if (!Files.isWritable(data)) {
      throw new LocalS3Exception(
          LocalS3Exception.Code.DATA_DIRECTORY,
          "The local S3 server may not write its data directory " + data + ".");
    }
  }

  private static void requireFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
    } catch (IOException e) {
      throw new LocalS3Exception(
          LocalS3Exception.Code.PORT_IN_USE,
          "Port "
              + port
              + " on "
              + LOOPBACK
              + " is in use: stop what listens there, or give the local S3 server another port.",
          e);
    }
  }

  private static void awaitEndOf(InputStream input) throws IOException {
    byte[] ignored = new byte[64];
    while (input.read(ignored) >= 0) {
      // Nothing is said to the server; only the end of the stream matters.
    }
  }
}
