package io.baton.sdxl.training;

import io.baton.sdxl.dataset.ClassImageGenerator;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.progress.Phase;
import io.baton.sdxl.progress.ProgressEvent.PhaseStarted;
import io.baton.sdxl.progress.ProgressListener;
import io.baton.sdxl.sample.ClassImageSampler;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import io.baton.sdxl.training.options.PriorOptions;
import io.baton.sdxl.training.options.TrainingOptions;
import java.nio.file.Path;

/** Has the base model draw class images before it is loaded for training. */
record MissingClassImages(
    TrainingOptions options,
    PriorOptions prior,
    ModelDirectory model,
    long seed,
    ProgressListener listener)
    implements ClassImageGenerator {

  @Override
  public void generate(Path directory, int from, int count) {
    listener.on(new PhaseStarted(Phase.GENERATING_CLASS_IMAGES));
    TorchRuntime torch = TorchRuntime.start(TorchSettings.defaults());
    new ClassImageSampler(
            torch,
            torch.device(options.compute().device()),
            model,
            prior.generationType(),
            prior.sampled(options.images().framing().resolution()),
            prior.sampleBatchSize(),
            seed,
            listener)
        .generate(directory, from, count);
    listener.on(new PhaseStarted(Phase.PREPARING_DATA));
  }
}
