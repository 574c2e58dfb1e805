package io.baton.cli.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.cli.CommandFailedException;
import io.baton.cli.platform.DataDirectory;
import io.baton.cli.platform.OwnersFile;
import io.baton.protocol.client.Json;
import java.util.function.UnaryOperator;

/** Holds the profiles; nobody but its owner can read it, at no moment. */
public record ProfileFile(OwnersFile file) {
  public static ProfileFile in(DataDirectory home) {
    return new ProfileFile(new OwnersFile(home.path().resolve("profiles.json")));
  }

  public Profiles read() {
    return file.read().map(this::parsed).orElse(Profiles.NONE);
  }

  private Profiles parsed(String text) {
    try {
      return Json.mapper().readValue(text, Profiles.class);
    } catch (JsonProcessingException e) {
      throw new CommandFailedException(
          "The file "
              + file.path()
              + " holds no profiles ("
              + e.getOriginalMessage()
              + "): mend it, or delete it and log in again.",
          e);
    }
  }

  Profiles change(UnaryOperator<Profiles> change) {
    Profiles changed = change.apply(read());
    try {
      file.write(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(changed));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("profiles cannot be written as JSON", e);
    }
    return changed;
  }
}
