package io.baton.sdxl.torch;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A method in TorchScript.
 *
 * @param name unique in its module
 * @param parameters as text, such as {@code x: Tensor, weights: List[Tensor]}
 * @param body statements, each line without indentation of its own but what Python asks for within
 *     the body; returns one tensor
 */
public record ScriptMethod(String name, String parameters, String body) {

  private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]*");

  public ScriptMethod {
    Objects.requireNonNull(parameters, "parameters");
    Objects.requireNonNull(body, "body");
    if (!IDENTIFIER.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' cannot name a script's method");
    }
  }

  String source() {
    return "  def %s(self: __torch__.Ops,\n    %s) -> Tensor:\n%s"
        .formatted(name, parameters, body.strip().indent(4));
  }
}
