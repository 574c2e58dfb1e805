package io.baton.sdxl.initmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sdxl.lora.LoraAdapters;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.lora.LoraLayer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** What peft computed with adapters of the tiny models; made by record_adapters.py. */
public final class AdapterGoldens {

  private AdapterGoldens() {}

  public static JsonNode read() throws IOException {
    try (InputStream file =
        AdapterGoldens.class.getResourceAsStream("/io/baton/sdxl/adapter-goldens.json")) {
      return new ObjectMapper().readTree(file);
    }
  }

  /** The adapters of a variant: lora or dora, with _dropout or without. */
  public static LoraConfig config(JsonNode goldens, String variant) {
    return new LoraConfig(
        goldens.required("rank").intValue(),
        goldens.required("alpha").doubleValue(),
        variant.endsWith("_dropout") ? goldens.required("dropout").doubleValue() : 0,
        variant.startsWith("dora"));
  }

  /**
   * Fills adapters, which are attached and in order of their names, by the formula.
   *
   * @param strength of the ups, and of the magnitudes' distance from the frozen weights' own
   */
  public static void fill(LoraAdapters adapters, double strength) {
    adapters.resetMagnitudes();
    float[] values = adapters.values();
    for (int k = 0; k < adapters.layers().size(); k++) {
      LoraLayer layer = adapters.layers().get(k);
      put(
          values,
          layer.downOffset(),
          FormulaValues.sequence(500_000 + k, size(layer.down()), 0.25));
      put(
          values,
          layer.upOffset(),
          FormulaValues.sequence(600_000 + k, size(layer.up()), strength));
      if (layer.magnitude().isPresent()) {
        int offset = layer.magnitude().get().offset();
        int size = layer.projection().outFeatures();
        float[] change = FormulaValues.sequence(700_000 + k, size, strength);
        for (int i = 0; i < size; i++) {
          values[offset + i] *= 1 + change[i];
        }
      }
      if (layer.dropout().isPresent()) {
        int[] key = {12345 + k, 67890 + 7 * k};
        layer
            .dropout()
            .get()
            .key()
            .set(new NDIndex(":"), adapters.parameters().getManager().create(key));
      }
    }
    adapters.setValues(values);
  }

  private static int size(ai.djl.ndarray.NDArray tensor) {
    return (int) tensor.size();
  }

  private static void put(float[] values, int offset, float[] part) {
    System.arraycopy(part, 0, values, offset, part.length);
  }

  /** Holds each tensor's gradient to its L2 norm and first values, relative to the norm. */
  public static void assertGradients(LoraAdapters adapters, NDManager scope, JsonNode expected) {
    float[] gradients = adapters.gradients(scope).toFloatArray();
    int compared = 0;
    for (LoraLayer layer : adapters.layers()) {
      int rank = adapters.config().rank();
      int in = rank * layer.projection().inFeatures();
      int out = layer.projection().outFeatures();
      assertGradient(gradients, layer.downOffset(), in, layer.name() + ".down", expected);
      assertGradient(gradients, layer.upOffset(), rank * out, layer.name() + ".up", expected);
      compared += 2;
      if (layer.magnitude().isPresent()) {
        int offset = layer.magnitude().get().offset();
        assertGradient(gradients, offset, out, layer.name() + ".magnitude", expected);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(expected.size());
  }

  private static void assertGradient(
      float[] gradients, int offset, int length, String name, JsonNode expected) {
    float[] found = Arrays.copyOfRange(gradients, offset, offset + length);
    JsonNode golden = expected.required(name);
    double norm = golden.required(0).doubleValue();
    double squares = 0;
    for (float value : found) {
      squares += (double) value * value;
    }
    assertThat(Math.sqrt(squares)).as(name).isCloseTo(norm, within(1e-5 * norm + 1e-9));
    for (int i = 0; i + 1 < golden.size(); i++) {
      assertThat((double) found[i])
          .as("%s[%d]", name, i)
          .isCloseTo(golden.required(i + 1).doubleValue(), within(1e-5 * norm + 1e-9));
    }
  }
}
