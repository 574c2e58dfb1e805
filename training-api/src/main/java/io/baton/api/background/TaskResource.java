package io.baton.api.background;

import io.baton.api.access.Roles;
import io.baton.protocol.task.ScheduledTask;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What operators ask about scheduled work. */
@Path("/v1/tasks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operation")
@RolesAllowed(Roles.OPERATOR)
public class TaskResource {

  @GET
  @Transactional
  @Operation(summary = "List the scheduled work of all replicas, by name")
  public List<ScheduledTask> tasks() {
    return ScheduledTaskEntity.<ScheduledTaskEntity>list("order by name").stream()
        .map(ScheduledTaskEntity::toRecord)
        .toList();
  }
}
