package io.baton.autoscaler.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.baton.autoscaler.AutoscalerConfig;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.reconcile.AutoscalerService;
import io.baton.autoscaler.reconcile.PoolWorker;
import io.baton.autoscaler.whatif.PolicySimulator;
import io.baton.protocol.client.ApiException;
import io.baton.protocol.client.Json;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.pool.PolicySimulationRequest;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** What becomes of the pools, and what would under another policy. */
@Path("/v1/pools")
public class PoolsResource {
  private static final ObjectReader STRICTLY =
      Json.mapper()
          .reader()
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** A simulation takes all of a core: one at a time. */
  private final Semaphore simulations = new Semaphore(1);

  private final AutoscalerService service;
  private final PolicySimulator simulator;

  PoolsResource(AutoscalerService service, AutoscalerConfig config) {
    this.service = service;
    this.simulator = new PolicySimulator(config.reconcileEvery(), System::nanoTime);
  }

  /** Every pool that this autoscaler is configured for. */
  @GET
  public List<PoolView> pools() {
    return service.workers().stream().map(PoolView::of).toList();
  }

  /** The decision that would be made now under the policy in the body. Nothing is done. */
  @POST
  @Path("/{pool}/explain")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response explain(@PathParam("pool") String pool, String body) throws InterruptedException {
    return answered(
        pool,
        worker ->
            worker
                .explain(STRICTLY.forType(PoolPolicy.class).readValue(body))
                .map(decision -> Response.ok(decision).build())
                .orElseGet(() -> standingBy(worker)));
  }

  /** What the policy in the body would have made of the past, beside the one that counts. */
  @POST
  @Path("/{pool}/simulate")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response simulate(@PathParam("pool") String pool, String body)
      throws InterruptedException {
    return answered(
        pool,
        worker -> {
          PolicySimulationRequest request =
              STRICTLY.forType(PolicySimulationRequest.class).readValue(body);
          if (!simulations.tryAcquire()) {
            return problem(ErrorCode.OVERLOADED, "Another simulation runs; try again in a moment.");
          }
          try {
            return worker
                .simulate(simulator, request)
                .map(told -> Response.ok(told).build())
                .orElseGet(
                    () ->
                        problem(
                            ErrorCode.OVERLOADED,
                            "Even the newest minutes take too long to simulate now; try again when"
                                + " this autoscaler has less to do."));
          } finally {
            simulations.release();
          }
        });
  }

  /** What is asked of a pool's worker. */
  private interface Question {
    Response ask(PoolWorker worker) throws JsonProcessingException, InterruptedException;
  }

  private Response answered(String pool, Question question) throws InterruptedException {
    try {
      Optional<PoolWorker> worker = service.worker(new PoolName(pool));
      if (worker.isEmpty()) {
        return problem(
            ErrorCode.NOT_FOUND,
            "This autoscaler is not configured for a pool '%s'; it is for %s."
                .formatted(pool, names()));
      }
      return question.ask(worker.get());
    } catch (JsonProcessingException e) {
      return unreadable(e);
    } catch (InvalidFieldException e) {
      return problem(ErrorCode.INVALID_FIELD, e.getMessage() + ".");
    } catch (ApiException | ProviderException e) {
      return problem(ErrorCode.OVERLOADED, e.getMessage());
    }
  }

  private static Response standingBy(PoolWorker worker) {
    String holder = worker.status().holder().orElse("not known yet");
    return problem(
        ErrorCode.CONFLICT,
        "This autoscaler stands by for pool '%s'; ask the one that acts: %s."
            .formatted(worker.pool(), holder));
  }

  private String names() {
    return String.join(
        ", ", service.workers().stream().map(worker -> worker.pool().value()).toList());
  }

  private static Response unreadable(JsonProcessingException e) {
    if (e.getCause() instanceof InvalidFieldException field) {
      return problem(ErrorCode.INVALID_FIELD, field.getMessage() + ".");
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return problem(
          ErrorCode.UNKNOWN_FIELD, "A policy has no field '" + unknown.getPropertyName() + "'.");
    }
    return problem(
        ErrorCode.MALFORMED_REQUEST,
        "The body is not a policy in JSON: " + e.getOriginalMessage() + ".");
  }

  private static Response problem(ErrorCode code, String detail) {
    Problem problem = Problem.of(code, detail);
    return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem).build();
  }
}
