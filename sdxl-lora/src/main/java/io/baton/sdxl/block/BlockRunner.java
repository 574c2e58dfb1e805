package io.baton.sdxl.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.torch.ScriptLibrary;
import io.baton.sdxl.torch.ScriptModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The blocks' scripts, compiled. */
public final class BlockRunner implements AutoCloseable {

  private final ScriptModule module;
  private final Map<Mode, Map<Block, String>> methods;

  private BlockRunner(ScriptModule module, Map<Mode, Map<Block, String>> methods) {
    this.module = module;
    this.methods = methods;
  }

  public static BlockRunner compile(NDManager manager, List<? extends Block> blocks) {
    ScriptLibrary library = new ScriptLibrary();
    Map<Mode, Map<Block, String>> methods = new EnumMap<>(Mode.class);
    for (Mode mode : Mode.values()) {
      Map<Block, String> named = new IdentityHashMap<>();
      blocks.forEach(block -> named.put(block, block.script(library, mode)));
      methods.put(mode, named);
    }
    return new BlockRunner(ScriptModule.compile(manager, library.methods()), methods);
  }

  /** Computes {@code block} in the thread's gradient mode; {@code into} owns the result. */
  public NDArray run(NDManager into, Mode mode, Block block, NDArray... inputs) {
    List<Object> arguments = new ArrayList<>(Arrays.asList(inputs));
    if (!block.weights().isEmpty()) {
      arguments.add(block.weights());
    }
    List<NDArray> adapters = block.adapters();
    if (!adapters.isEmpty()) {
      arguments.add(adapters);
    }
    return module.call(into, methods.get(mode).get(block), arguments.toArray());
  }

  @Override
  public void close() {
    module.close();
  }
}
