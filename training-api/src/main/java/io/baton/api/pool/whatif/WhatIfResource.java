package io.baton.api.pool.whatif;

import io.baton.api.access.Roles;
import io.baton.api.pool.demand.Workloads;
import io.baton.api.pool.policy.Policies;
import io.baton.api.problem.Body;
import io.baton.api.problem.QueryParameters;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.pool.PolicySimulation;
import io.baton.protocol.pool.PolicySimulationRequest;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolWorkload;
import io.baton.protocol.pool.ScalingDecision;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What another policy would do. The autoscaler knows; it is asked. */
@Path("/v1/pools/{pool}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pools")
@RolesAllowed(Roles.OPERATOR)
public class WhatIfResource {
  private static final Duration LONGEST = Duration.ofDays(8);
  private static final Duration BY_DEFAULT = Duration.ofDays(1);

  private final Autoscalers autoscalers;
  private final Policies policies;
  private final Workloads workloads;
  private final DatabaseClock clock;

  WhatIfResource(
      Autoscalers autoscalers, Policies policies, Workloads workloads, DatabaseClock clock) {
    this.autoscalers = autoscalers;
    this.policies = policies;
    this.workloads = workloads;
    this.clock = clock;
  }

  @POST
  @Path("/explain")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Get what a pool's autoscaler would decide now under a policy",
      description =
          "Nothing is done and nothing recorded. The policy is checked as PUT would; what is left"
              + " out has its default.")
  @APIResponseSchema(value = ScalingDecision.class, responseCode = "200")
  @APIResponse(responseCode = "503", description = "No autoscaler answers for the pool")
  public ScalingDecision explain(@PathParam("pool") PoolName pool, PoolPolicy policy) {
    policies.requireFollowable(Body.required(policy));
    return autoscalers.ask(pool, client -> client.explain(pool, policy));
  }

  @POST
  @Path("/simulate")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Simulate what a policy would have made of a pool's past",
      description =
          "The pool's autoscaler decides over the jobs that the pool had, on simulated machines,"
              + " under the present policy and under the other one. A stretch that would take too"
              + " long is cut; the notes say so.")
  @APIResponseSchema(value = PolicySimulation.class, responseCode = "200")
  @APIResponse(responseCode = "503", description = "No autoscaler answers for the pool")
  public PolicySimulation simulate(
      @PathParam("pool") PoolName pool, PolicySimulationRequest request) {
    policies.requireFollowable(Body.required(request).policy());
    return autoscalers.ask(pool, client -> client.simulate(pool, request));
  }

  @GET
  @Path("/workload")
  @Operation(
      summary = "Get the jobs that a pool had, with the node time that each needs",
      description = "What simulations are made of: at most the newest 20,000 jobs.")
  public PoolWorkload workload(
      @PathParam("pool") PoolName pool,
      @Parameter(description = "From then on, at most 8 days; default: 24 hours before until")
          @QueryParam("since")
          String since,
      @Parameter(description = "Until before then; default: now") @QueryParam("until")
          String until) {
    Instant end = QueryParameters.time("until", until).orElseGet(clock::now);
    Instant start = QueryParameters.time("since", since).orElseGet(() -> end.minus(BY_DEFAULT));
    if (!start.isBefore(end) || start.isBefore(end.minus(LONGEST))) {
      throw new InvalidFieldException(
          "since", "must be before until (" + end + "), by at most 8 days");
    }
    return workloads.of(pool, start, end);
  }
}
