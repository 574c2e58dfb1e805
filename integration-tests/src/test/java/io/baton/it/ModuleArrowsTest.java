package io.baton.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The arrows between modules, in what is compiled and in what is declared. */
class ModuleArrowsTest {

  /** A module, the packages that are its own, and the modules that it may use. */
  enum Module {
    PROTOCOL("protocol", "io.baton.protocol", Set.of()),
    SDXL_LORA("sdxl-lora", "io.baton.sdxl", Set.of()),
    CHECKPOINT_SYNC("checkpoint-sync", "io.baton.sync", Set.of()),
    LOCAL_S3("cli/local-s3", "io.baton.locals3", Set.of()),
    // Not sdxl-lora: its native code may end the JVM, so it only ever runs as a child process.
    TRAINER_NODE("trainer-node", "io.baton.node", Set.of(PROTOCOL, CHECKPOINT_SYNC)),
    TRAINING_API("training-api", "io.baton.api", Set.of(PROTOCOL)),
    AUTOSCALER("autoscaler", "io.baton.autoscaler", Set.of(PROTOCOL)),
    CLI("cli", "io.baton.cli", Set.of(PROTOCOL, LOCAL_S3));

    private final String directory;
    private final String ownPackage;
    private final Set<Module> mayUse;

    Module(String directory, String ownPackage, Set<Module> mayUse) {
      this.directory = directory;
      this.ownPackage = ownPackage;
      this.mayUse = mayUse;
    }

    private Path path() {
      return BatonProgram.HOME.resolve(directory);
    }

    private String artifact() {
      return directory.substring(directory.lastIndexOf('/') + 1);
    }

    private boolean owns(JavaClass type) {
      return type.getPackageName().equals(ownPackage)
          || type.getPackageName().startsWith(ownPackage + ".");
    }

    private JavaClasses compiled() {
      JavaClasses classes = new ClassFileImporter().importPath(path().resolve("target/classes"));
      assertThat(classes).as("compiled classes of %s", directory).isNotEmpty();
      return classes;
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_module_uses_only_the_modules_that_the_design_allows(Module module) {
    classes()
        .should()
        .onlyDependOnClassesThat(
            new DescribedPredicate<>("are of no other module than " + module.mayUse) {
              @Override
              public boolean test(JavaClass used) {
                return Stream.of(Module.values())
                    .filter(other -> other.owns(used))
                    .allMatch(other -> other == module || module.mayUse.contains(other));
              }
            })
        .check(module.compiled());
  }

  @ParameterizedTest
  @EnumSource
  void a_module_keeps_to_its_own_packages(Module module) {
    assertThat(module.compiled()).allMatch(module::owns);
  }

  @ParameterizedTest
  @EnumSource
  void a_module_declares_no_other_module_outside_of_its_tests(Module module) {
    Set<String> allowed = module.mayUse.stream().map(Module::artifact).collect(Collectors.toSet());

    assertThat(PomDependencies.ofModulesIn(module.path().resolve("pom.xml"))).isSubsetOf(allowed);
  }

  @ParameterizedTest
  @EnumSource(names = {"PROTOCOL"})
  void the_protocol_knows_no_framework(Module module) {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "javax.net.ssl..", "com.fasterxml.jackson..", "io.baton.protocol..")
        .check(module.compiled());
  }
}
