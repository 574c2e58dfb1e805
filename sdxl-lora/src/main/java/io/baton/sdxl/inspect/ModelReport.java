package io.baton.sdxl.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.initmodel.ExpectedParameters;
import io.baton.sdxl.model.ComponentConfig;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.StoredTensor;
import io.baton.sdxl.model.WeightFiles;
import io.baton.sdxl.tokenizer.ClipTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A model: its components' tensors against what their configurations ask for. */
final class ModelReport {

  private static final int SHOWN = 5;

  private static final Map<String, String> STEMS = stems();

  private final Report report;
  private final ModelDirectory model;

  private ModelReport(Report report, ModelDirectory model) {
    this.report = report;
    this.model = model;
  }

  private static Map<String, String> stems() {
    Map<String, String> stems = new LinkedHashMap<>();
    stems.put("unet", "diffusion_pytorch_model");
    stems.put("vae", "diffusion_pytorch_model");
    stems.put("text_encoder", "model");
    stems.put("text_encoder_2", "model");
    return stems;
  }

  static Report of(Path path, Optional<String> variant) {
    ModelDirectory model = ModelDirectory.open(path, variant);
    Report report =
        new Report(
            path,
            model.isSingleFile()
                ? "model in a single file, held against SDXL base's configurations"
                : "model in diffusers' layout");
    ModelReport own = new ModelReport(report, model);
    report.facts().put("pipeline", model.index().text("_class_name", ""));
    STEMS.forEach((component, stem) -> own.guarded(() -> own.addComponent(component, stem)));
    own.guarded(own::addSchedule);
    for (String tokenizer : List.of("tokenizer", "tokenizer_2")) {
      own.guarded(() -> ClipTokenizer.load(model, tokenizer));
    }
    return report;
  }

  private void guarded(Runnable part) {
    try {
      part.run();
    } catch (TrainingFailure e) {
      report.problem(e.getMessage());
    }
  }

  private void addSchedule() {
    ComponentConfig config = model.config("scheduler", "scheduler_config.json");
    ObjectNode facts = report.facts().putObject("scheduler");
    facts.put("class", config.text("_class_name", ""));
    facts.put("prediction_type", config.text("prediction_type", "epsilon"));
  }

  private void addComponent(String component, String stem) {
    ComponentConfig config = model.config(component);
    ObjectNode facts = report.facts().putObject(component);
    facts.put("class", config.text("_class_name", config.text("model_type", "")));
    try (WeightFiles weights = model.weights(component, stem)) {
      TensorFacts counts = new TensorFacts();
      SortedMap<String, List<Long>> found = new TreeMap<>();
      for (String name : weights.names()) {
        StoredTensor tensor = weights.find(name).orElseThrow();
        counts.add(name, tensor.type(), tensor.bytes());
        found.put(name, tensor.shape());
      }
      counts.addTo(facts);
      counts.judge(report, component);
      ExpectedParameters.of(component, config)
          .ifPresentOrElse(
              expected -> compare(component, Spelling.usual(found), expected),
              () -> report.problem(component + " is not of SDXL's architecture."));
    }
  }

  private void compare(
      String component,
      SortedMap<String, List<Long>> found,
      SortedMap<String, List<Long>> expected) {
    List<String> missing = new ArrayList<>(expected.keySet());
    missing.removeAll(found.keySet());
    say(component, "lacks", missing);
    List<String> unexpected = new ArrayList<>(found.keySet());
    unexpected.removeAll(expected.keySet());
    say(component, "has, without any use for them,", unexpected);
    List<String> misshapen = new ArrayList<>();
    expected.forEach(
        (name, shape) -> {
          List<Long> other = found.get(name);
          if (other != null && !Spelling.sameMatrix(other, shape)) {
            misshapen.add("%s %s for %s".formatted(name, other, shape));
          }
        });
    say(component, "has, in another shape than the configuration asks for,", misshapen);
  }

  private void say(String component, String verb, List<String> names) {
    if (!names.isEmpty()) {
      report.problem(
          "%s %s %,d %s: %s%s."
              .formatted(
                  component,
                  verb,
                  names.size(),
                  names.size() == 1 ? "tensor" : "tensors",
                  String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))),
                  names.size() > SHOWN ? ", …" : ""));
    }
  }
}
