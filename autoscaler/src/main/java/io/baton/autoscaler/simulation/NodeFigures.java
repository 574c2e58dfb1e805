package io.baton.autoscaler.simulation;

/**
 * What nodes are like.
 *
 * @param stepsPerSecond the middle of the nodes' speeds, which lie evenly around it
 * @param speedSpread by which share of it the fastest and the slowest differ from it, 0 to 1
 * @param boot from the machine's first billed second until its agent asks for work
 * @param model the download of the base model, once on each instance, in its first attempt
 * @param setUp of each attempt: dataset, checkpoint, loading the model into the GPU
 * @param finish saving and uploading the LoRA
 * @param upload from when a checkpoint is written until it is committed
 * @param drain writing a checkpoint and uploading it, when told to give a job back
 * @param failure from the end of the set-up until a bad machine's trainer crashes
 */
public record NodeFigures(
    double stepsPerSecond,
    double speedSpread,
    Span boot,
    Span model,
    Span setUp,
    Span finish,
    Span upload,
    Span drain,
    Span failure) {
  public NodeFigures {
    if (!(stepsPerSecond > 0) || !(speedSpread >= 0 && speedSpread < 1)) {
      throw new IllegalArgumentException(
          "nodes need a speed above 0, and a spread of it from 0 to less than 1");
    }
  }

  static final NodeFigures DEFAULT =
      new NodeFigures(
          0.6,
          0.2,
          new Span(20, 60),
          new Span(120, 360),
          new Span(30, 60),
          new Span(15, 15),
          new Span(20, 20),
          new Span(15, 75),
          new Span(10, 30));
}
