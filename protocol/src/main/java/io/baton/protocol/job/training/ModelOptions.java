package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.job.BaseModel;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is taken of the base model.
 *
 * @param variant of its weight files, such as {@code fp16} for {@code model.fp16.safetensors}, 1 to
 *     40 characters of A-Z, a-z, 0-9, _ and -; absent: the files without one
 * @param vae a VAE that takes the place of the model's own, named as base models are; absent: the
 *     model's own
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ModelOptions(Optional<String> variant, Optional<BaseModel> vae) {
  public static final ModelOptions DEFAULT = new ModelOptions(null, null);

  private static final Pattern VARIANT = Pattern.compile("[A-Za-z0-9_-]{1,40}");

  public ModelOptions {
    variant = Fields.orEmpty(variant);
    variant.ifPresent(
        name ->
            Fields.matching("variant", name, VARIANT, "must be 1 to 40 of A-Z, a-z, 0-9, _ and -"));
    vae = Fields.orEmpty(vae);
  }
}
