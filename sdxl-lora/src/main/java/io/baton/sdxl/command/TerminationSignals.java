package io.baton.sdxl.command;

import io.baton.sdxl.training.StopRequest;
import java.util.ArrayList;
import java.util.List;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * While open, SIGTERM and SIGINT ask the run to stop. The JVM's own handling would take the process
 * down beside the training thread, in the middle of a checkpoint.
 */
final class TerminationSignals implements AutoCloseable {

  private final List<Runnable> restore = new ArrayList<>();

  TerminationSignals(StopRequest stop) {
    for (String name : new String[] {"TERM", "INT"}) {
      Signal signal = new Signal(name);
      SignalHandler before = Signal.handle(signal, received -> request(stop));
      restore.add(() -> Signal.handle(signal, before));
    }
  }

  private static void request(StopRequest stop) {
    if (!stop.request()) {
      // Still loading: nothing is lost, and loading cannot be interrupted.
      Runtime.getRuntime().halt(TrainCommand.STOPPED);
    }
  }

  @Override
  public void close() {
    restore.forEach(Runnable::run);
  }
}
