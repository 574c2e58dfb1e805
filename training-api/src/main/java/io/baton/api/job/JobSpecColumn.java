package io.baton.api.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.JobSpec;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** A spec as JSON. Its reader ignores fields that a newer version of the service wrote. */
@Converter
public class JobSpecColumn implements AttributeConverter<JobSpec, String> {
  @Override
  public String convertToDatabaseColumn(JobSpec spec) {
    try {
      return Json.mapper().writeValueAsString(spec);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a job's spec cannot be written as JSON", e);
    }
  }

  @Override
  public JobSpec convertToEntityAttribute(String json) {
    try {
      return Json.mapper().readValue(json, JobSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a job's spec in the database cannot be read", e);
    }
  }
}
