package io.baton.api.dashboard.newjob;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.config.BatonConfig;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.api.dataset.DatasetResource;
import io.baton.api.job.CommandPermission;
import io.baton.api.job.JobFilterParameters;
import io.baton.api.job.JobResource;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.client.Json;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a person makes a job. The page's scripts upload the images and submit the job, through the
 * REST API.
 */
@Path("/ui/new")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class NewJobPage {
  private static final String LATEST_JOBS = "50";
  private static final String LATEST_DATASETS = "200";
  private static final String SDXL = "stabilityai/stable-diffusion-xl-base-1.0";

  private final JobContract contract;
  private final JobResource jobs;
  private final DatasetResource datasets;
  private final CommandPermission commands;
  private final CurrentCaller caller;
  private final ObjectStorage storage;
  private final PageFrames frames;
  private final BatonConfig config;

  NewJobPage(
      JobContract contract,
      JobResource jobs,
      DatasetResource datasets,
      CommandPermission commands,
      CurrentCaller caller,
      ObjectStorage storage,
      PageFrames frames,
      BatonConfig config) {
    this.contract = contract;
    this.jobs = jobs;
    this.datasets = datasets;
    this.commands = commands;
    this.caller = caller;
    this.storage = storage;
    this.frames = frames;
    this.config = config;
  }

  @CheckedTemplate(basePath = "dashboard")
  static class Templates {
    static native TemplateInstance newJob(PageFrame frame, NewJobView view);
  }

  /**
   * The form.
   *
   * @param from a job whose options it begins with
   */
  @GET
  public TemplateInstance form(@QueryParam("from") JobId from, UriInfo address) {
    JobOptions options = contract.options();
    Optional<Job> begun = Optional.ofNullable(from).map(jobs::job);
    List<String> models = models();
    return Templates.newJob(
        frames.of(Section.NEW_JOB, "New job"),
        new NewJobView(
            options.basic(),
            options.others(commands.has(caller.get())),
            models,
            datasets.list(DatasetStatus.READY.wireName(), null, LATEST_DATASETS).datasets(),
            UploadBounds.of(config.datasets()),
            begun.map(NewJobView.From::of),
            begun.map(job -> ShortSpec.of(job.spec())).orElseGet(() -> fresh(models)).toString(),
            address.getBaseUri(),
            storage.origin()));
  }

  /** Those of the reader's latest jobs first. */
  private List<String> models() {
    Stream<String> used =
        jobs.list(JobFilterParameters.any(), null, LATEST_JOBS).jobs().stream()
            .map(job -> job.spec().baseModel().name());
    return Stream.concat(used, Stream.of(SDXL)).distinct().toList();
  }

  private static ObjectNode fresh(List<String> models) {
    ObjectNode spec = Json.mapper().createObjectNode();
    spec.put("baseModel", models.get(0));
    spec.putObject("training");
    return spec;
  }
}
