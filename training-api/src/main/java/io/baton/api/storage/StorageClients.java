package io.baton.api.storage;

import io.baton.api.config.BatonConfig;
import io.baton.api.config.StorageConfig;
import io.minio.MinioAsyncClient;
import io.minio.MinioClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.Proxy;
import java.time.Duration;
import okhttp3.OkHttpClient;

/** The library's two clients of one storage: only one of them knows uploads in parts. */
@ApplicationScoped
public class StorageClients {
  private final MinioClient objects;
  private final MinioAsyncClient parts;

  StorageClients(BatonConfig config) {
    StorageConfig storage = config.storage();
    Duration timeout = storage.timeout();
    OkHttpClient http =
        new OkHttpClient.Builder()
            .socketFactory(new PromptSockets())
            .connectTimeout(timeout)
            .readTimeout(timeout)
            .writeTimeout(timeout)
            .proxy(Proxy.NO_PROXY)
            .build();
    this.objects =
        MinioClient.builder()
            .endpoint(storage.endpoint().toString())
            // With the region given, signing asks no server.
            .region(storage.region())
            .credentials(storage.accessKey(), storage.secretKey())
            .httpClient(http)
            .build();
    this.parts =
        MinioAsyncClient.builder()
            .endpoint(storage.endpoint().toString())
            .region(storage.region())
            .credentials(storage.accessKey(), storage.secretKey())
            .httpClient(http)
            .build();
  }

  MinioClient objects() {
    return objects;
  }

  MinioAsyncClient parts() {
    return parts;
  }
}
