package io.baton.sdxl.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScriptModuleTest {

  private static final ScriptMethod WEIGHTED_SUM =
      new ScriptMethod(
          "weighted_sum",
          "x: Tensor, terms: List[Tensor], weights: List[Tensor]",
          """
          y = x
          y = torch.add(y, torch.mul(terms[0], weights[0]))
          return torch.add(y, torch.mul(terms[1], weights[1]))
          """);

  private static final ScriptMethod TWICE =
      new ScriptMethod(
          "twice",
          "x: Tensor, terms: List[Tensor], weights: List[Tensor]",
          "return torch.mul((self).weighted_sum(x, terms, weights), 2.0)");

  private NDManager manager;

  @BeforeEach
  void startLibtorch() {
    manager = TorchRuntime.start(new TorchSettings(1)).newManager(Device.cpu());
  }

  @AfterEach
  void freeTensors() {
    manager.close();
  }

  @Test
  void methods_take_tensors_and_lists_and_call_each_other() {
    try (ScriptModule module = ScriptModule.compile(manager, List.of(WEIGHTED_SUM, TWICE))) {
      NDArray result =
          module.call(
              manager,
              "twice",
              vector(1, 2),
              List.of(vector(10, 20), vector(100, 200)),
              List.of(vector(1, 1), vector(2, 3)));
      assertThat(result.toFloatArray()).containsExactly(422, 1244);
      assertThat(result.getManager()).isSameAs(manager);
    }
  }

  @Test
  void gradients_flow_to_leaves_in_lists() {
    NDArray weight = Autograd.leaf(vector(2, 3), true);
    try (ScriptModule module = ScriptModule.compile(manager, List.of(WEIGHTED_SUM, TWICE));
        GradMode gradients = GradMode.enabled()) {
      NDArray result =
          module.call(
              manager,
              "twice",
              vector(1, 2),
              List.of(vector(10, 20), vector(100, 200)),
              List.of(vector(1, 1), weight));
      Autograd.backward(result);
    }
    assertThat(Autograd.gradient(weight).orElseThrow().toFloatArray()).containsExactly(200, 400);
  }

  @Test
  void nothing_is_recorded_while_gradients_are_off() {
    NDArray weight = Autograd.leaf(vector(2, 3), true);
    try (ScriptModule module = ScriptModule.compile(manager, List.of(WEIGHTED_SUM))) {
      NDArray result =
          module.call(
              manager,
              "weighted_sum",
              vector(1, 2),
              List.of(vector(10, 20), vector(100, 200)),
              List.of(vector(1, 1), weight));
      assertThat(result.hasGradient()).isFalse();
    }
  }

  @Test
  void an_invalid_script_is_refused_when_it_is_compiled() {
    ScriptMethod broken = new ScriptMethod("broken", "x: Tensor", "return torch.no_such_thing(x)");
    assertThatThrownBy(() -> ScriptModule.compile(manager, List.of(broken)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no_such_thing");
  }

  /** The optimizing executor would differentiate in another way from the second run on. */
  @Test
  void a_prepared_thread_gets_the_same_gradient_bits_the_first_time_and_the_tenth()
      throws Exception {
    CompletableFuture<List<float[]>> gradients = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              TorchRuntime.prepareThread();
              gradients.completeAsync(this::tenGradients, Runnable::run);
            });
    thread.start();
    thread.join();
    List<float[]> all = gradients.get();
    assertThat(all).hasSize(10).allSatisfy(each -> assertThat(each).containsExactly(all.get(0)));
  }

  private List<float[]> tenGradients() {
    ScriptMethod chain =
        new ScriptMethod(
            "chain",
            "x: Tensor, w: Tensor",
            """
            y = torch.mul(torch.sigmoid(torch.mul(x, 1.7)), w)
            y = torch.add(torch.tanh(torch.mul(y, x)), torch.exp(torch.neg(torch.mul(w, y))))
            return torch.mul(torch.add(y, x), torch.sigmoid(y))
            """);
    NDArray x = manager.arange(4096f).div(517);
    List<float[]> gradients = new ArrayList<>();
    try (ScriptModule module = ScriptModule.compile(manager, List.of(chain));
        GradMode on = GradMode.enabled()) {
      for (int i = 0; i < 10; i++) {
        NDArray w = Autograd.leaf(manager.arange(4096f).div(1013), true);
        Autograd.backward(module.call(manager, "chain", x, w));
        gradients.add(Autograd.gradient(w).orElseThrow().toFloatArray());
      }
    }
    return gradients;
  }

  private NDArray vector(float... values) {
    return manager.create(values);
  }
}
