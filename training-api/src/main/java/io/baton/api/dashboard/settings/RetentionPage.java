package io.baton.api.dashboard.settings;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.config.BatonConfig;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.access.Role;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is kept how long, and who says so. */
@Path("/ui/settings/retention")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class RetentionPage {
  private final BatonConfig config;
  private final CurrentCaller caller;
  private final PageFrames frames;

  RetentionPage(BatonConfig config, CurrentCaller caller, PageFrames frames) {
    this.config = config;
    this.caller = caller;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "dashboard/settings")
  static class Templates {
    static native TemplateInstance retention(PageFrame frame, SettingsTab tab, RetentionView view);
  }

  @GET
  public TemplateInstance show() {
    boolean operator = caller.role() == Role.OPERATOR;
    List<Kept.Group> groups = new ArrayList<>(List.of(files(), records()));
    if (operator) {
      groups.add(fleet());
    }
    RetentionView view =
        new RetentionView(operator, groups, Figures.duration(config.retention().interval()));
    return Templates.retention(
        frames.of(Section.SETTINGS, "Retention"), SettingsTab.RETENTION, view);
  }

  private Kept.Group files() {
    return new Kept.Group(
        "Files of jobs",
        List.of(
            Kept.of(
                "Checkpoints of a job that has not completed",
                "the newest ones, as many as the job's option keepCheckpoints says: 2 to 1000,"
                    + " 3 where it says nothing; also after it failed or was canceled, for it may go on"),
            Kept.of(
                "Checkpoints of a job that has completed",
                "the newest ones, as many as its option keepCheckpointsAfterCompletion says: 1 to"
                    + " 1000, 1 where it says nothing; until their owner deletes them"),
            Kept.of("LoRA", "until its owner deletes it"),
            Kept.of("Sample images", "until their owner deletes them, once the job has ended"),
            time(
                "baton.retention.undrawn",
                "LoRA of sample images that could not be drawn",
                config.retention().undrawn(),
                ", to draw them again"),
            Kept.of("Everything else of a job", "until it ends"),
            Kept.of(
                "Datasets",
                "until their owner deletes them, which is refused while a job that has not ended uses them")));
  }

  private Kept.Group records() {
    return new Kept.Group(
        "Records",
        List.of(
            Kept.of("Jobs with their events and measurements", "for good"),
            Kept.set(
                "baton.logs.bytes-of-attempt",
                "Log of an attempt",
                "its last " + Figures.bytes(config.logs().bytesOfAttempt()) + ", with the job"),
            time(
                "baton.webhooks.log-kept",
                "Webhook deliveries",
                config.webhooks().logKept(),
                " after they ended"),
            time(
                "baton.idempotency.expiry",
                "Answers to requests with an Idempotency-Key",
                config.idempotency().expiry(),
                ""),
            time(
                "baton.dashboard.session",
                "Sign-ins to these pages",
                config.dashboard().session(),
                ", unless the key ends before"),
            time(
                "baton.storage.download-url-expiry",
                "Addresses for downloads",
                config.storage().downloadUrlExpiry(),
                " after they were asked for")));
  }

  private Kept.Group fleet() {
    return new Kept.Group(
        "Nodes and pools",
        List.of(
            time(
                "baton.nodes.forget-after",
                "Nodes that are silent",
                config.nodes().forgetAfter(),
                "; those that had a job stay, out of the lists"),
            time(
                "baton.pools.decisions-kept",
                "Scaling decisions",
                config.pools().decisionsKept(),
                " after they were made last; those that replaced machines at least 30 d"),
            time(
                "baton.pools.history-kept",
                "Samples of pools for charts",
                config.pools().historyKept(),
                "")));
  }

  private static Kept time(String key, String what, Duration time, String more) {
    return Kept.set(key, what, Figures.duration(time) + more);
  }
}
