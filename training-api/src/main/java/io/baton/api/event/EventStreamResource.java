package io.baton.api.event;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.OwnerScope;
import io.baton.api.access.Roles;
import io.baton.api.job.Jobs;
import io.baton.api.problem.QueryParameters;
import io.baton.protocol.event.EventType;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.JobId;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;

/** Events as they happen, as server-sent events. */
@Path("/v1/events")
@Tag(name = "Events")
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class EventStreamResource {
  private static final int RECONNECT_MILLIS = 2000;
  private static final int MAX_TYPES = 20;

  private final EventFeed feed;
  private final Jobs jobs;
  private final CurrentCaller caller;

  EventStreamResource(EventFeed feed, Jobs jobs, CurrentCaller caller) {
    this.feed = feed;
    this.jobs = jobs;
    this.caller = caller;
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @ResponseHeader(name = "Cache-Control", value = "no-store")
  @ResponseHeader(name = "X-Accel-Buffering", value = "no")
  @Operation(
      summary = "Follow events as they happen",
      description =
          "Server-sent events. The event's name is its type, its data a JobEvent, its id its place in the"
              + " order of the stream. Who comes back with the last id misses nothing and sees nothing"
              + " twice. Comments every few seconds are signs of life.")
  @APIResponse(
      responseCode = "200",
      description = "A stream that goes on until either side ends it",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(implementation = String.class)))
  @APIResponse(responseCode = "404", description = "There is no such job, or it is not yours")
  @APIResponse(
      responseCode = "409",
      description = "The id is larger than any: begin again without it")
  public Multi<OutboundSseEvent> follow(
      @Parameter(description = "Only events of this job; absent: of all jobs of the caller")
          @QueryParam("job")
          String job,
      @Parameter(
              description =
                  "Only events of this type, such as job.completed; may be repeated, at most 20"
                      + " entries; absent: of all types")
          @QueryParam("type")
          List<String> types,
      @Parameter(
              description =
                  "The id of the last event seen, at least 0, 0 for all that are kept; absent: only"
                      + " what happens from now on")
          @QueryParam("after")
          String after,
      @Parameter(
              description =
                  "As after, and stronger: sent by browsers that come back; default: what after says")
          @HeaderParam("Last-Event-ID")
          String lastEventId,
      @Context Sse sse,
      @Context HttpServerRequest request) {
    OwnerScope scope = caller.get().scope();
    Optional<JobId> only = Optional.ofNullable(job).map(JobId::new);
    only.ifPresent(id -> jobs.job(scope, id));
    long begin = feed.begin(seen(after, lastEventId));
    EventFilter filter = new EventFilter(scope, only, types(types));
    return Multi.createFrom()
        .publisher(feed.follow(filter, begin, () -> request.connection().close()))
        .map(frame -> written(sse, frame));
  }

  private static Optional<Long> seen(String after, String lastEventId) {
    if (lastEventId != null && !lastEventId.isBlank()) {
      return Optional.of(
          QueryParameters.wholeNumber("Last-Event-ID", lastEventId.strip(), 0, Long.MAX_VALUE));
    }
    return Optional.ofNullable(after)
        .map(text -> QueryParameters.wholeNumber("after", text, 0, Long.MAX_VALUE));
  }

  private static Set<EventType> types(List<String> names) {
    if (names.size() > MAX_TYPES) {
      throw new InvalidFieldException("type", "must be given at most " + MAX_TYPES + " times");
    }
    Set<EventType> types = new LinkedHashSet<>();
    for (String name : names) {
      QueryParameters.oneOf("type", name, EventType.values(), EventType::wireName)
          .ifPresent(types::add);
    }
    return types;
  }

  private static OutboundSseEvent written(Sse sse, Frame frame) {
    OutboundSseEvent.Builder builder = sse.newEventBuilder().id(Long.toString(frame.position()));
    if (frame instanceof Frame.Told told) {
      return builder
          .name(told.published().event().type().wireName())
          .mediaType(MediaType.APPLICATION_JSON_TYPE)
          .data(told.published().event())
          .build();
    }
    return builder.comment("alive").reconnectDelay(RECONNECT_MILLIS).build();
  }
}
