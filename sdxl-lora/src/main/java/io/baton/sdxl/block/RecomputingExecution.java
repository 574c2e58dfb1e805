package io.baton.sdxl.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.torch.Autograd;
import io.baton.sdxl.torch.GradMode;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes each block without recording, and again, recording, when its gradients are due: last
 * block first. Only the blocks' inputs and outputs are kept meanwhile.
 */
public final class RecomputingExecution implements Execution {

  private record Step(Block block, NDArray[] inputs, NDArray output) {}

  private final BlockRunner runner;
  private final NDManager manager;
  private final Deque<Step> steps = new ArrayDeque<>();

  /** The activations through which gradients flow to something trained: by identity. */
  private final Map<NDArray, Optional<NDArray>> gradients = new IdentityHashMap<>();

  /** What will be computed from again, by identity. */
  private final Set<NDArray> kept = Collections.newSetFromMap(new IdentityHashMap<>());

  public RecomputingExecution(BlockRunner runner, NDManager scope) {
    this.runner = runner;
    this.manager = scope.newSubManager();
  }

  @Override
  public NDArray run(Block block, NDArray... inputs) {
    NDArray output;
    try (GradMode off = GradMode.disabled()) {
      output = runner.run(manager, Mode.TRAINING, block, inputs);
    }
    boolean trained = !block.adapters().isEmpty();
    for (NDArray input : inputs) {
      if (input.hasGradient()) {
        gradients.putIfAbsent(input, Optional.empty());
      }
      trained |= gradients.containsKey(input);
    }
    if (trained) {
      gradients.put(output, Optional.empty());
      steps.push(new Step(block, inputs, output));
      Collections.addAll(kept, inputs);
    }
    return output;
  }

  @Override
  public void release(NDArray activation) {
    if (!kept.contains(activation) && !gradients.containsKey(activation)) {
      activation.close();
    }
  }

  @Override
  public void backward(List<OutputGradient> outputs) {
    for (OutputGradient each : outputs) {
      gradients.put(each.output(), Optional.of(each.gradient().duplicate()));
    }
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      Optional<NDArray> due = gradients.remove(step.output());
      if (due.isPresent()) {
        differentiate(step, due.get());
        due.get().close();
      }
      step.output().close();
    }
    // What is left reached the pass's own inputs, which are leaves.
    gradients.forEach((input, due) -> due.ifPresent(each -> Autograd.backward(input, each)));
  }

  private void differentiate(Step step, NDArray outputGradient) {
    try (NDManager scope = manager.newSubManager();
        GradMode on = GradMode.enabled()) {
      NDArray[] leaves = new NDArray[step.inputs().length];
      for (int i = 0; i < leaves.length; i++) {
        NDArray input = step.inputs()[i];
        leaves[i] = Autograd.leaf(input, gradients.containsKey(input));
        leaves[i].attach(scope);
      }
      NDArray output = runner.run(scope, Mode.TRAINING, step.block(), leaves);
      Autograd.backward(output, outputGradient);
      for (int i = 0; i < leaves.length; i++) {
        if (gradients.containsKey(step.inputs()[i])) {
          accumulate(step.inputs()[i], leaves[i]);
        }
      }
    }
  }

  private void accumulate(NDArray input, NDArray leaf) {
    Optional<NDArray> arrived = Autograd.gradient(leaf);
    if (arrived.isEmpty()) {
      return;
    }
    NDArray gradient = arrived.get();
    gradient.attach(manager);
    Optional<NDArray> before = gradients.get(input);
    if (before.isPresent()) {
      try (GradMode off = GradMode.disabled()) {
        before.get().addi(gradient);
      }
      gradient.close();
    } else {
      gradients.put(input, Optional.of(gradient));
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
