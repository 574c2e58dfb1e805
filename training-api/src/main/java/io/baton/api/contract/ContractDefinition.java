package io.baton.api.contract;

import io.baton.protocol.problem.Problem;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the OpenAPI document holds besides the resources. */
@OpenAPIDefinition(
    info = @Info(title = "Baton", version = "v1"),
    components = @Components(schemas = @Schema(name = "Problem", implementation = Problem.class)))
public class ContractDefinition extends Application {}
