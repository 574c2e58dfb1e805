package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import io.baton.sdxl.checkpoint.ValuesCopy;
import io.baton.sdxl.safetensors.TensorType;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TensorValuesTest {

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = TorchRuntime.start(TorchSettings.defaults()).newManager(Device.cpu());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void a_copy_does_not_change_with_the_tensor_and_is_nobodys_but_its_holders() {
    NDArray tensor = manager.create(new float[] {1, 2, 3});
    int tensors = manager.getManagedArrays().size();
    try (ValuesCopy copy = new TensorValues(tensor).copy()) {
      tensor.addi(1);
      float[] copied = new float[3];
      copy.bytes().asFloatBuffer().get(copied);
      assertThat(copied).containsExactly(1, 2, 3);
      assertThat(manager.getManagedArrays()).hasSize(tensors);
    }
    assertThat(tensor.toFloatArray()).containsExactly(2, 3, 4);
  }

  @Test
  void written_values_reach_the_views_of_the_tensor() {
    NDArray tensor = manager.create(new float[] {1, 2, 3, 4});
    NDArray view = tensor.get(new NDIndex("1:3"));
    ByteBuffer values = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    values.asFloatBuffer().put(new float[] {8, 9});
    new TensorValues(tensor).write(1, values);
    assertThat(tensor.toFloatArray()).containsExactly(1, 8, 9, 4);
    assertThat(view.toFloatArray()).containsExactly(8, 9);
  }

  @Test
  void bytes_are_kept_as_they_are() {
    NDArray tensor = manager.create(new float[] {0, 127, 128, 255}).toType(DataType.UINT8, false);
    TensorValues values = new TensorValues(tensor);
    assertThat(values.type()).isEqualTo(TensorType.U8);
    try (ValuesCopy copy = values.copy()) {
      values.write(0, ByteBuffer.wrap(new byte[] {7}));
      assertThat(tensor.toByteArray()).containsExactly(7, 127, -128, -1);
      values.write(0, copy.bytes());
    }
    assertThat(tensor.toByteArray()).containsExactly(0, 127, -128, -1);
  }
}
