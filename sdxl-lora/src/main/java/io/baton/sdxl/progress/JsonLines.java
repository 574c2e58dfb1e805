package io.baton.sdxl.progress;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.progress.ProgressEvent.DenoisingStepDone;
import io.baton.sdxl.progress.ProgressEvent.Remark;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** The trainer's contract: one JSON object a line, each flushed at once. */
public final class JsonLines implements ProgressListener {

  private final PrintStream out;
  private final ObjectWriter writer;

  public JsonLines(PrintStream out) {
    this.out = out;
    SimpleModule module =
        new SimpleModule()
            // Jackson's own would write a path as a URI.
            .addSerializer(Path.class, new ToStringSerializer(Path.class))
            .addSerializer(FailureCode.class, new CodeSerializer());
    this.writer = JsonMapper.builder().addModule(module).build().writerFor(ProgressEvent.class);
  }

  @Override
  public synchronized void on(ProgressEvent event) {
    if (event instanceof Remark || event instanceof DenoisingStepDone) {
      return;
    }
    try {
      out.print(writer.writeValueAsString(event) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event is always JSON: " + event, e);
    }
    out.flush();
  }

  private static final class CodeSerializer extends StdSerializer<FailureCode> {

    private static final long serialVersionUID = 1L;

    CodeSerializer() {
      super(FailureCode.class);
    }

    @Override
    public void serialize(FailureCode code, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(code.code());
    }
  }
}
