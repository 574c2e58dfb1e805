package io.baton.sdxl.lora;

import java.util.List;

/**
 * Where the values of a model's adapters lie in one flat row: the down matrices of all layers, then
 * the up matrices, then DoRA's magnitudes, so that each kind is one slice.
 */
final class LoraPlan {

  private final List<LinearProjection> projections;
  private final int[] downOffsets;
  private final int[] upOffsets;
  private final int[] magnitudeOffsets;
  private final int size;

  LoraPlan(LoraConfig config, List<LinearProjection> projections) {
    this.projections = List.copyOf(projections);
    int layers = projections.size();
    downOffsets = new int[layers];
    upOffsets = new int[layers];
    magnitudeOffsets = new int[layers];
    int offset = 0;
    for (int i = 0; i < layers; i++) {
      downOffsets[i] = offset;
      offset = after(offset, config.rank(), projections.get(i).inFeatures());
    }
    for (int i = 0; i < layers; i++) {
      upOffsets[i] = offset;
      offset = after(offset, config.rank(), projections.get(i).outFeatures());
    }
    for (int i = 0; i < layers; i++) {
      magnitudeOffsets[i] = offset;
      offset = after(offset, config.dora() ? 1 : 0, projections.get(i).outFeatures());
    }
    size = offset;
  }

  private static int after(int offset, int rows, int columns) {
    return Math.addExact(offset, Math.multiplyExact(rows, columns));
  }

  List<LinearProjection> projections() {
    return projections;
  }

  int downOffset(int layer) {
    return downOffsets[layer];
  }

  int upOffset(int layer) {
    return upOffsets[layer];
  }

  int magnitudeOffset(int layer) {
    return magnitudeOffsets[layer];
  }

  /** First value of the up matrices. */
  int firstUp() {
    return upOffsets.length == 0 ? 0 : upOffsets[0];
  }

  /** First value of the magnitudes; the end where there are none. */
  int firstMagnitude() {
    return magnitudeOffsets.length == 0 ? 0 : magnitudeOffsets[0];
  }

  int size() {
    return size;
  }
}
