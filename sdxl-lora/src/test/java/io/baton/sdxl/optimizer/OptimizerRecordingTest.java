package io.baton.sdxl.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sdxl.initmodel.FormulaValues;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Steps that torch's AdamW, bitsandbytes' AdamW8bit (its Python for CPUs, 0.50.2.dev0),
 * prodigyopt's Prodigy and transformers' Adafactor take; {@code record_optimizers.py} makes the
 * recording.
 */
class OptimizerRecordingTest {

  private static final AdamWConfig ADAM = new AdamWConfig(0.9, 0.999, 1e-8);

  private NDManager manager;
  private JsonNode recording;
  private ParameterGroup group;

  @BeforeEach
  void load() throws IOException {
    manager = TorchRuntime.start(TorchSettings.defaults()).newManager(Device.cpu());
    try (InputStream in = OptimizerRecordingTest.class.getResourceAsStream("goldens.json")) {
      recording = new ObjectMapper().readTree(in);
    }
    group = group();
  }

  @AfterEach
  void free() {
    manager.close();
  }

  @Test
  void adamw_steps_as_torchs() {
    assertSteps("adamw", new AdamW(manager, ADAM, List.of(group)), 1e-3, 2e-7);
  }

  @Test
  void adamw_8bit_steps_as_bitsandbytes() {
    AdamW8Bit optimizer = new AdamW8Bit(manager, ADAM, List.of(group));
    assertSteps("adamw8bit", optimizer, 1e-3, 2e-7);
  }

  @Test
  void the_bytes_of_adamw_8bit_are_bitsandbytes() {
    AdamW8Bit optimizer = new AdamW8Bit(manager, ADAM, List.of(group));
    JsonNode steps = recording.required("adamw8bit");
    for (int step = 0; step < steps.size(); step++) {
      optimizer.step(List.of(gradients(step)), new double[] {1e-3}, step + 1);
      JsonNode expected = steps.required(step);
      int every = recording.required("every").intValue();
      if (step > 0) { // all moments of the first tensor are 0 in the first step
        assertThat(bytes("exp_avg", optimizer, every)).isEqualTo(ints(expected, "codes1"));
        assertThat(bytes("exp_avg_sq", optimizer, every)).isEqualTo(ints(expected, "codes2"));
      }
      assertClose(tensor("exp_avg.absmax", optimizer), expected.required("absmax1"));
      assertClose(tensor("exp_avg_sq.absmax", optimizer), expected.required("absmax2"));
    }
  }

  @Test
  void small_tensors_keep_32_bit_moments() {
    OptimizerState state = new AdamW8Bit(manager, ADAM, List.of(group)).state();
    assertThat(types(state, "a")).containsExactly("uint8", "float32", "uint8", "float32");
    assertThat(types(state, "b")).containsExactly("uint8", "float32", "uint8", "float32");
    assertThat(types(state, "c")).containsExactly("float32", "float32");
    assertThat(types(state, "d")).containsExactly("float32", "float32");
  }

  @Test
  void the_values_that_bytes_stand_for_are_bitsandbytes() {
    JsonNode maps = recording.required("maps");
    assertThat(DynamicMap.signed().values()).containsExactly(floats(maps.required("signed")));
    assertThat(DynamicMap.unsigned().values()).containsExactly(floats(maps.required("unsigned")));
  }

  @Test
  void prodigy_steps_as_its_authors() {
    ProdigyConfig config =
        new ProdigyConfig(0.9, 0.99, Math.sqrt(0.99), 1e-8, true, true, true, 1e-4);
    Prodigy optimizer = new Prodigy(manager, config, List.of(group));
    assertSteps("prodigy", optimizer, 1, 1e-7);
    assertThat(optimizer.stepSize()).isGreaterThan(1e-4);
  }

  @Test
  void prodigy_steps_as_its_authors_without_decoupling_correction_and_safeguard() {
    ProdigyConfig config = new ProdigyConfig(0.9, 0.99, 0.9, 1e-8, false, false, false, 1e-4);
    assertSteps("prodigy_plain", new Prodigy(manager, config, List.of(group)), 1, 1e-7);
  }

  @Test
  void adafactor_steps_as_transformers() {
    assertSteps(
        "adafactor", new Adafactor(manager, AdafactorConfig.DEFAULTS, List.of(group)), 1e-3, 2e-7);
  }

  @Test
  void a_group_apart_steps_as_if_it_were_alone() {
    NDArray other = manager.create(new float[] {1, 2, 3});
    ParameterGroup small =
        new ParameterGroup("x", other, List.of(new TensorSlice("x", 0, List.of(3L))), 0);
    for (IntFunction<Optimizer> kind : kinds(List.of(group, small))) {
      other.set(new NDIndex(":"), manager.create(new float[] {1, 2, 3}));
      try (Optimizer optimizer = kind.apply(0)) {
        optimizer.step(
            List.of(gradients(1), manager.create(new float[] {1, -1, 0})), new double[] {1, 1}, 1);
      }
      float[] values = other.toFloatArray();
      assertThat(values[0]).isLessThan(1);
      assertThat(values[1]).isGreaterThan(2);
      assertThat(values[2]).isEqualTo(3);
    }
  }

  @Test
  void a_step_leaves_no_tensor_behind() {
    for (IntFunction<Optimizer> kind : kinds(List.of(group))) {
      try (Optimizer optimizer = kind.apply(0)) {
        NDManager owner = optimizer.state().tensors().get(0).values().getManager();
        NDArray gradients = gradients(1);
        optimizer.step(List.of(gradients), new double[] {1e-3}, 1);
        int before = owner.getManagedArrays().size() + manager.getManagedArrays().size();
        optimizer.step(List.of(gradients), new double[] {1e-3}, 2);
        assertThat(owner.getManagedArrays().size() + manager.getManagedArrays().size())
            .isEqualTo(before);
      }
    }
  }

  private List<IntFunction<Optimizer>> kinds(List<ParameterGroup> groups) {
    ProdigyConfig prodigy = new ProdigyConfig(0.9, 0.99, 0.9, 1e-8, true, true, true, 1e-4);
    return List.of(
        i -> new AdamW(manager, ADAM, groups),
        i -> new AdamW8Bit(manager, ADAM, groups),
        i -> new Prodigy(manager, prodigy, groups),
        i -> new Adafactor(manager, AdafactorConfig.DEFAULTS, groups));
  }

  private void assertSteps(String name, Optimizer optimizer, double rate, double tolerance) {
    JsonNode steps = recording.required(name);
    for (int step = 0; step < steps.size(); step++) {
      optimizer.step(List.of(gradients(step)), new double[] {rate}, step + 1);
      JsonNode expected = steps.required(step);
      for (int t = 0; t < group.tensors().size(); t++) {
        TensorSlice tensor = group.tensors().get(t);
        JsonNode values = expected.required("values").required(t);
        float[] actual = values(group.parameters(), tensor);
        int every = recording.required("every").intValue();
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
          sum += (double) actual[i] * actual[i];
          if (i % every == 0) {
            assertThat((double) actual[i])
                .as("%s[%d] after step %d", tensor.name(), i, step + 1)
                .isCloseTo(values.required(i / every).doubleValue(), within(tolerance));
          }
        }
        double norm = expected.required("norms").required(t).doubleValue();
        assertThat(Math.sqrt(sum)).isCloseTo(norm, within(1e-5 * norm + 1e-12));
      }
      for (StateScalar scalar : optimizer.state().scalars()) {
        double value = expected.required(scalar.name().replace("prodigy.", "")).doubleValue();
        assertThat(scalar.get())
            .as("%s after step %d", scalar.name(), step + 1)
            .isCloseTo(value, within(1e-5 * value + 1e-15));
      }
    }
  }

  private ParameterGroup group() {
    List<TensorSlice> slices = new ArrayList<>();
    int offset = 0;
    for (JsonNode tensor : recording.required("tensors")) {
      List<Long> shape = new ArrayList<>();
      tensor.required("shape").forEach(dimension -> shape.add(dimension.longValue()));
      TensorSlice slice = new TensorSlice(tensor.required("name").textValue(), offset, shape);
      slices.add(slice);
      offset += slice.length();
    }
    float[] values = new float[offset];
    for (int k = 0; k < 2; k++) {
      TensorSlice slice = slices.get(k);
      float[] start = FormulaValues.sequence(700 + k, slice.length(), 0.25);
      System.arraycopy(start, 0, values, slice.offset(), slice.length());
    }
    return new ParameterGroup("all", manager.create(values), slices, 1e-2);
  }

  private NDArray gradients(int step) {
    int length = (int) group.parameters().size();
    float[] values = new float[length];
    for (int k = 0; k < group.tensors().size(); k++) {
      TensorSlice slice = group.tensors().get(k);
      double scale = k == 0 && step == 0 ? 0 : 1e-2 / (1 + k);
      for (int i = 0; i < slice.length(); i++) {
        double u = FormulaValues.u(800 + k, i) + 0.5 * FormulaValues.u(810 + 10 * step + k, i);
        values[slice.offset() + i] = (float) (u * u * u * scale);
      }
    }
    return manager.create(values);
  }

  private static float[] values(NDArray flat, TensorSlice slice) {
    return flat.get(new NDIndex("%d:%d".formatted(slice.offset(), slice.offset() + slice.length())))
        .toFloatArray();
  }

  private static NDArray tensor(String name, Optimizer optimizer) {
    StateTensors tensors =
        optimizer.state().tensors().stream()
            .filter(each -> each.name().equals(name))
            .filter(each -> each.tensors().get(0).name().equals("a"))
            .findFirst()
            .orElseThrow();
    TensorSlice slice = tensors.tensors().get(0);
    return tensors
        .values()
        .get(new NDIndex("%d:%d".formatted(slice.offset(), slice.offset() + slice.length())));
  }

  private static List<Integer> bytes(String name, Optimizer optimizer, int every) {
    byte[] bytes = tensor(name, optimizer).toByteArray();
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < bytes.length; i += every) {
      found.add(bytes[i] & 0xff);
    }
    return found;
  }

  private static List<String> types(OptimizerState state, String tensor) {
    return state.tensors().stream()
        .filter(each -> each.tensors().stream().anyMatch(slice -> slice.name().equals(tensor)))
        .map(each -> each.values().getDataType().name().toLowerCase(java.util.Locale.ROOT))
        .toList();
  }

  private static List<Integer> ints(JsonNode step, String name) {
    List<Integer> found = new ArrayList<>();
    step.required(name).forEach(value -> found.add(value.intValue()));
    return found;
  }

  private static float[] floats(JsonNode values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.required(i).floatValue();
    }
    return floats;
  }

  private static void assertClose(NDArray actual, JsonNode expected) {
    float[] values = actual.toFloatArray();
    assertThat(values).hasSize(expected.size());
    for (int i = 0; i < values.length; i++) {
      double wanted = expected.required(i).doubleValue();
      assertThat((double) values[i]).isCloseTo(wanted, within(1e-6 * wanted + 1e-30));
    }
  }
}
