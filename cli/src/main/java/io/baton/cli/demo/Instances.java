package io.baton.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.cli.CommandFailedException;
import io.baton.protocol.client.Json;
import io.baton.protocol.node.NodeId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks the autoscaler which process is which node. */
final class Instances {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;

  Instances(URI autoscaler) {
    this.address = autoscaler.resolve("/v1/instances");
  }

  long processGroupOf(NodeId node) {
    for (JsonNode instance : ask()) {
      if (instance.path("node").asText().equals(node.value())) {
        return instance.path("processId").asLong();
      }
    }
    throw new CommandFailedException(
        "The autoscaler at " + address + " does not know node " + node + ".");
  }

  private JsonNode ask() {
    try {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
      return Json.mapper().readTree(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new CommandFailedException(
          "The autoscaler at " + address + " cannot be reached: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("The demonstration was interrupted.", e);
    }
  }
}
