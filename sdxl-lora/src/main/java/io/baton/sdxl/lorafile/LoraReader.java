package io.baton.sdxl.lorafile;

import io.baton.sdxl.lorafile.LoraKey.Part;
import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.safetensors.TensorInfo;
import io.baton.sdxl.safetensors.TensorType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a LoRA from one file. */
final class LoraReader {

  private static final Set<TensorType> NUMBERS =
      EnumSet.of(TensorType.F32, TensorType.F16, TensorType.BF16, TensorType.F8_E4M3);

  private final SafetensorsFile file;
  private final Optional<LoraComponent> expected;
  private final SortedMap<LoraModuleName, Map<Part, String>> names = new TreeMap<>();
  private LoraFormat format = LoraFormat.DIFFUSERS;

  private LoraReader(SafetensorsFile file, Optional<LoraComponent> expected) {
    this.file = file;
    this.expected = expected;
  }

  /** Reads a file of any format; peft's needs its configuration beside it. */
  static LoraWeights read(Path path) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      LoraReader reader = new LoraReader(file, Optional.empty());
      reader.sortNames();
      Optional<AdapterConfig> config =
          reader.format == LoraFormat.PEFT
              ? Optional.of(PeftDirectory.configBeside(path))
              : Optional.empty();
      return reader.weights(config);
    }
  }

  /** Reads a file of peft's, which adapts {@code component}. */
  static LoraWeights read(Path path, LoraComponent component, AdapterConfig config) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      LoraReader reader = new LoraReader(file, Optional.of(component));
      reader.sortNames();
      return reader.weights(Optional.of(config));
    }
  }

  private void sortNames() {
    for (String name : file.tensors().keySet()) {
      LoraKey key = LoraKey.of(name).orElseThrow(() -> unknown(name));
      LoraComponent component = expected.or(key::component).orElseGet(this::textEncoder);
      if ((key.component().isPresent() && key.component().get() != component)
          || !ModuleCatalog.contains(new LoraModuleName(component, key.path()))) {
        throw unknown(name);
      }
      format = key.format();
      LoraModuleName module = new LoraModuleName(component, key.path());
      String other =
          names.computeIfAbsent(module, each -> new EnumMap<>(Part.class)).put(key.part(), name);
      if (other != null && !sameBytes(other, name)) {
        throw refuse(
            "its tensors '%s' and '%s' are two for the same and differ".formatted(other, name));
      }
    }
    if (names.isEmpty()) {
      throw refuse("it has no tensors");
    }
  }

  // A peft file of a text encoder does not say of which; the widths of CLIP-L and bigG do.
  private LoraComponent textEncoder() {
    Map<Long, LoraComponent> byWidth =
        Map.of(768L, LoraComponent.TEXT_ENCODER, 1280L, LoraComponent.TEXT_ENCODER_2);
    for (TensorInfo tensor : file.tensors().values()) {
      boolean attentionInput =
          LoraKey.of(tensor.name())
              .filter(key -> key.part() == Part.DOWN && key.path().contains(".self_attn."))
              .isPresent();
      if (attentionInput
          && tensor.shape().size() == 2
          && byWidth.containsKey(tensor.shape().get(1))) {
        return byWidth.get(tensor.shape().get(1));
      }
    }
    throw refuse(
        "it does not say which text encoder it is for; put the adapter into a folder named"
            + " text_encoder or text_encoder_2 and give the directory above it");
  }

  private boolean sameBytes(String left, String right) {
    TensorInfo first = file.tensors().get(left);
    TensorInfo second = file.tensors().get(right);
    return first.type() == second.type()
        && first.shape().equals(second.shape())
        && file.data(left).equals(file.data(right));
  }

  private LoraWeights weights(Optional<AdapterConfig> config) {
    Map<LoraComponent, Optional<AdapterConfig>> configs = new EnumMap<>(LoraComponent.class);
    for (LoraComponent component : LoraComponent.values()) {
      configs.put(
          component,
          config.or(() -> AdapterConfig.inMetadata(file.metadata(), component, file.path())));
    }
    SortedMap<LoraModuleName, LoraModule> modules = new TreeMap<>();
    names.forEach(
        (name, parts) -> modules.put(name, module(name, parts, configs.get(name.component()))));
    return new LoraWeights(format, modules, file.metadata());
  }

  private LoraModule module(
      LoraModuleName name, Map<Part, String> parts, Optional<AdapterConfig> config) {
    for (Part needed : List.of(Part.DOWN, Part.UP)) {
      if (!parts.containsKey(needed)) {
        throw refuse(
            "it has '%s' but no %s matrix of that module"
                .formatted(parts.values().iterator().next(), needed == Part.DOWN ? "down" : "up"));
      }
    }
    LoraMatrix down = matrix(parts.get(Part.DOWN));
    LoraMatrix up = matrix(parts.get(Part.UP));
    long rank = down.shape().isEmpty() ? 0 : down.shape().get(0);
    double alpha =
        Optional.ofNullable(parts.get(Part.ALPHA))
            .map(this::scalar)
            .or(() -> config.map(each -> each.alphaOf(name, (int) rank)))
            .orElse((double) rank);
    try {
      return new LoraModule(
          down, up, alpha, Optional.ofNullable(parts.get(Part.MAGNITUDE)).map(this::magnitude));
    } catch (IllegalArgumentException e) {
      throw refuse("module %s does not fit: %s".formatted(name, e.getMessage()));
    }
  }

  private LoraMatrix matrix(String name) {
    TensorInfo tensor = file.tensors().get(name);
    if (!NUMBERS.contains(tensor.type())) {
      throw refuse("'%s' is %s".formatted(name, tensor.type()));
    }
    return new LoraMatrix(tensor.type(), tensor.shape(), file.data(name));
  }

  // peft keeps [out], kohya's tools [out, 1] and for convolutions [out, 1, 1, 1].
  private LoraMatrix magnitude(String name) {
    LoraMatrix matrix = matrix(name);
    List<Long> shape = matrix.shape();
    boolean column =
        !shape.isEmpty() && shape.stream().skip(1).allMatch(dimension -> dimension == 1);
    if (!column) {
      throw refuse(
          "'%s' has shape %s: magnitudes of rows, [out] or [out, 1], are all that is known"
              .formatted(name, shape));
    }
    return matrix.reshaped(Collections.singletonList(shape.get(0)));
  }

  private double scalar(String name) {
    TensorInfo tensor = file.tensors().get(name);
    if (tensor.elements() != 1) {
      throw refuse("'%s' has shape %s where one number is wanted".formatted(name, tensor.shape()));
    }
    ByteBuffer data = file.data(name);
    return switch (tensor.type()) {
      case F32, F16, BF16, F8_E4M3 -> file.floats(name)[0];
      case F64 -> data.getDouble(0);
      case I64 -> data.getLong(0);
      case I32 -> data.getInt(0);
      case I16, U16, U32, U64, I8, U8, BOOL, F8_E5M2 ->
          throw refuse("'%s' is %s where a number is wanted".formatted(name, tensor.type()));
    };
  }

  private RuntimeException unknown(String name) {
    return refuse(
        "its tensor '%s' (one of %d) is none of a LoRA's that is known here"
            .formatted(name, file.tensors().size()));
  }

  private RuntimeException refuse(String why) {
    return LoraRefusal.of(file.path(), why);
  }
}
