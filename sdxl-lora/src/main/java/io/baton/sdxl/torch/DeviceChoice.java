package io.baton.sdxl.torch;

import ai.djl.Device;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where tensors are to live.
 *
 * @param device empty: the first CUDA GPU where libtorch can use one, else the CPU
 */
public record DeviceChoice(Optional<Device> device) {

  public static final DeviceChoice AUTOMATIC = new DeviceChoice(Optional.empty());
  public static final String FORMS = "auto, cpu, cuda or cuda:N";

  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

  /** Reads one of {@link #FORMS}; empty when the text is none of them. */
  public static Optional<DeviceChoice> of(String text) {
    if (text.equals("auto")) {
      return Optional.of(AUTOMATIC);
    }
    if (text.equals("cpu")) {
      return Optional.of(of(Device.cpu()));
    }
    Matcher cuda = CUDA.matcher(text);
    if (!cuda.matches()) {
      return Optional.empty();
    }
    int index = cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1));
    return Optional.of(of(Device.gpu(index)));
  }

  private static DeviceChoice of(Device device) {
    return new DeviceChoice(Optional.of(device));
  }
}
