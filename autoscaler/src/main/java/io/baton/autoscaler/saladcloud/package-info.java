/**
 * The provider that runs nodes as the instances of a container group of SaladCloud.
 *
 * <p>{@code SaladCloudPool} decides, with {@code GroupReading} as its pure part; {@code
 * ContainerGroupApi} has the calls that it makes, with SaladCloud's names; {@code PatientCalls}
 * asks again where that may help; {@code SaladHttp} sends.
 *
 * <p>Fields, states and limits are those of SaladCloud's OpenAPI document (salad-cloud.yaml,
 * 0.9.0-alpha.17) and of the pages "Using the API", "The Deployment Lifecycle", "Instance Deletion
 * Cost", "Quotas" and "Using Environment Variables" of docs.salad.com.
 */
package io.baton.autoscaler.saladcloud;
