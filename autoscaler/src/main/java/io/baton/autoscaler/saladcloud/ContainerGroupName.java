package io.baton.autoscaler.saladcloud;

import java.util.regex.Pattern;

/** A container group, and the organization and project that it is in, by their names. */
record ContainerGroupName(String organization, String project, String group) {
  /** OrganizationName, ProjectName and ContainerGroupName of SaladCloud's OpenAPI document. */
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,61}[a-z0-9]");

  ContainerGroupName {
    requireName("organization", organization);
    requireName("project", project);
    requireName("container group", group);
  }

  private static void requireName(String what, String name) {
    if (name == null || !FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of the "
              + what
              + " must be 2 to 63 of a-z, 0-9 and -, with a letter first and no - last, not '"
              + name
              + "'");
    }
  }

  /** Below the API's address. */
  String path() {
    return organizationPath() + "/projects/" + project + "/containers/" + group;
  }

  String organizationPath() {
    return "organizations/" + organization;
  }

  @Override
  public String toString() {
    return organization + "/" + project + "/" + group;
  }
}
