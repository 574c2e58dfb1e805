package io.baton.sdxl.lorafile;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.sdxl.initmodel.AdapterGoldens;
import io.baton.sdxl.initmodel.SdxlBaseProjections;
import io.baton.sdxl.lora.LinearProjection;
import io.baton.sdxl.lora.LoraAdapters;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.lorafile.LoraTensor.Role;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names, shapes and numbers of the tensors of an SDXL base LoRA. */
class LoraLayoutTest {

  private static final int RANK = 4;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = TorchRuntime.start(new TorchSettings(1)).newManager(Device.cpu());
  }

  @AfterEach
  void free() {
    manager.close();
  }

  @Test
  void a_unet_has_560_modules() {
    LoraLayout layout = layout(LoraComponent.UNET, LoraConfig.ofRank(RANK));
    assertThat(layout.tensors()).hasSize(1120);
    assertThat(layout.length()).isEqualTo(1_451_520 * RANK);
    assertThat(
            layout.tensors().stream()
                .collect(
                    groupingBy(tensor -> tensor.key().split("\\.attentions\\.")[0], counting())))
        .containsOnly(
            entry("unet.down_blocks.1", 64L),
            entry("unet.down_blocks.2", 320L),
            entry("unet.mid_block", 160L),
            entry("unet.up_blocks.0", 480L),
            entry("unet.up_blocks.1", 96L));
  }

  @Test
  void the_text_encoders_have_48_and_128_modules() {
    LoraLayout first = layout(LoraComponent.TEXT_ENCODER, LoraConfig.ofRank(RANK));
    assertThat(first.tensors()).hasSize(2 * 48);
    assertThat(first.length()).isEqualTo(73_728 * RANK);
    LoraLayout second = layout(LoraComponent.TEXT_ENCODER_2, LoraConfig.ofRank(RANK));
    assertThat(second.tensors()).hasSize(2 * 128);
    assertThat(second.length()).isEqualTo(327_680 * RANK);
  }

  @Test
  void names_and_shapes_are_those_of_diffusers_script() throws IOException {
    JsonNode goldens = AdapterGoldens.read().required("sdxl_keys");
    for (LoraComponent component : LoraComponent.values()) {
      LoraLayout layout = layout(component, LoraConfig.ofRank(RANK).withDora());
      JsonNode golden = goldens.required(component.folder());
      assertThat(layout.tensors()).hasSize(golden.required("tensors").intValue());
      String lines =
          layout.tensors().stream()
              .map(tensor -> "%s %s\n".formatted(tensor.key(), tensor.shape()))
              .sorted()
              .collect(Collectors.joining());
      assertThat(sha256(lines)).isEqualTo(golden.required("sha256").textValue());
    }
  }

  @Test
  void each_kind_of_tensor_is_one_slice_of_the_row() {
    LoraConfig config = LoraConfig.ofRank(RANK).withDora();
    try (LoraAdapters adapters = adapters(LoraComponent.TEXT_ENCODER, config)) {
      LoraLayout layout = LoraLayout.of(LoraComponent.TEXT_ENCODER, adapters);
      int end = (int) adapters.parameters().size();
      assertSlice(layout.slice(0, adapters.firstUp()), Role.DOWN);
      assertSlice(layout.slice(adapters.firstUp(), adapters.firstMagnitude()), Role.UP);
      assertSlice(layout.slice(adapters.firstMagnitude(), end), Role.MAGNITUDE);
    }
  }

  private static void assertSlice(LoraLayout slice, Role role) {
    assertThat(slice.tensors()).hasSize(48).allMatch(tensor -> tensor.role() == role);
    List<LoraTensor> byOffset = new ArrayList<>(slice.tensors());
    byOffset.sort(Comparator.comparingInt(LoraTensor::offset));
    int offset = 0;
    for (LoraTensor tensor : byOffset) {
      assertThat(tensor.offset()).isEqualTo(offset);
      offset += tensor.length();
    }
  }

  private LoraLayout layout(LoraComponent component, LoraConfig config) {
    try (LoraAdapters adapters = adapters(component, config)) {
      return LoraLayout.of(component, adapters);
    }
  }

  private LoraAdapters adapters(LoraComponent component, LoraConfig config) {
    List<LinearProjection> projections =
        switch (component) {
          case UNET -> SdxlBaseProjections.unet();
          case TEXT_ENCODER -> SdxlBaseProjections.textEncoder();
          case TEXT_ENCODER_2 -> SdxlBaseProjections.textEncoder2();
        };
    return LoraAdapters.create(manager, config, projections);
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
