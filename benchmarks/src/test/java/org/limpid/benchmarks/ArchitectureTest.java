package org.limpid.benchmarks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.RandomAccessFile;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.denoise.Image;
import org.limpid.nn.Layer;
import org.limpid.tensor.Shape;

/**
 * Keeps the arrows of {@code docs/architecture.md}: {@code denoise -> nn -> core <- cuda-kernels}.
 *
 * <p>It lives here because only this module sees all the others. Each rule comes with sources that
 * break it, and is tested against them too.
 */
class ArchitectureTest {
  private static final JavaClasses LIMPID =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("org.limpid");

  private static final String[] CORE = {
    "org.limpid.tensor..", "org.limpid.autograd..", "org.limpid.backend..", "org.limpid.random.."
  };

  /** Packages that only Limpid itself may use. */
  private static final Set<String> HIDDEN =
      Set.of(
          "org.limpid.tensor.ops",
          "org.limpid.backend.cpu",
          "org.limpid.cuda",
          "org.limpid.denoise.cli",
          "org.limpid.denoise.report",
          "org.limpid.benchmarks",
          "org.limpid.benchmarks.quality",
          "org.limpid.benchmarks.quality.baseline",
          "org.limpid.benchmarks.quality.data");

  /** A rule and sources that break it. */
  record Rule(ArchRule rule, List<String> breaking) {
    Rule(ArchRule rule, String... breaking) {
      this(rule, List.of(breaking));
    }

    @Override
    public String toString() {
      return rule.getDescription();
    }
  }

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule(
            noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    "org.limpid.nn..", "org.limpid.denoise..", "org.limpid.benchmarks.."),
            "package org.limpid.nn; public class Layer2 {}",
            "package org.limpid.tensor; class A { org.limpid.nn.Layer2 layer; }"),
        new Rule(
            noClasses()
                .that()
                .resideInAPackage("org.limpid.nn..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.limpid.denoise..", "org.limpid.benchmarks.."),
            "package org.limpid.denoise; public class Denoiser2 {}",
            "package org.limpid.nn; class A { org.limpid.denoise.Denoiser2 denoiser; }"),
        new Rule(
            noClasses()
                .that()
                .resideInAPackage("org.limpid.cuda..")
                .should()
                .dependOnClassesThat(
                    resideInAnyPackage("org.limpid..")
                        .and(
                            not(
                                resideInAnyPackage(
                                    "org.limpid.cuda..",
                                    "org.limpid.backend",
                                    "org.limpid.random")))
                        // What users of devices catch.
                        .and(not(simpleName("DeviceException")))),
            "package org.limpid.cuda; class A { org.limpid.tensor.Shape shape; }"),
        new Rule(
            noClasses()
                .that()
                .resideOutsideOfPackage("org.limpid.cuda..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.limpid.cuda..")
                .as("cuda-kernels is found, never imported"),
            "package org.limpid.nn; class A { org.limpid.cuda.CudaBackendProvider cuda; }"),
        new Rule(
            noClasses()
                .that()
                .resideInAPackage("org.limpid.backend..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.limpid.tensor..", "org.limpid.autograd.."),
            "package org.limpid.backend.cpu; class A { org.limpid.tensor.Shape shape; }"),
        new Rule(
            noClasses()
                .that()
                .resideInAPackage("org.limpid.random..")
                .should()
                .dependOnClassesThat(
                    resideInAnyPackage("org.limpid..")
                        .and(not(resideInAnyPackage("org.limpid.random..")))),
            "package org.limpid.random; class A { org.limpid.backend.Size3 size; }"),
        new Rule(
            noClasses()
                .that()
                .resideOutsideOfPackage("org.limpid.backend.cpu..")
                .and()
                .doNotHaveFullyQualifiedName("org.limpid.tensor.Device")
                .and()
                .doNotHaveFullyQualifiedName("org.limpid.tensor.Device$SharedCpu")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.limpid.backend.cpu..")
                .as("kernels are reached through the seam; Device alone opens the CPU's"),
            "package org.limpid.tensor.ops; class A { org.limpid.backend.cpu.CpuBackend cpu; }"),
        new Rule(
            classes()
                .that()
                .resideInAnyPackage("org.limpid.backend.cpu..", "org.limpid.cuda..")
                .and(not(simpleNameStartingWith("CpuBackend")))
                .and(not(simpleNameStartingWith("CudaBackendProvider")))
                .should()
                .notBePublic(),
            "package org.limpid.backend.cpu; public class Shown {}"),
        new Rule(
            slices().assignedFrom(new Packages()).should().beFreeOfCycles(),
            "package org.limpid.nn.a; public class A { org.limpid.nn.b.B b; }",
            "package org.limpid.nn.b; public class B { org.limpid.nn.a.A a; }"),
        new Rule(
            noClasses()
                .that()
                .resideOutsideOfPackages("org.limpid.denoise.cli..", "org.limpid.benchmarks..")
                .should(ACCESS_STANDARD_STREAMS)
                .as("only the command line prints"),
            "package org.limpid.nn; class A { void a() { System.out.println(); } }"),
        new Rule(
            noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(StrictMath.class, "random")
                .orShould()
                .callMethod(Collections.class, "shuffle", List.class)
                .orShould()
                .callMethod(RandomGenerator.class, "getDefault")
                .orShould()
                .callMethod(RandomGenerator.class, "of", String.class)
                .as("all randomness comes from a seed, through org.limpid.random"),
            "package org.limpid.nn; class A { double a = Math.random(); }"),
        new Rule(
            noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                    ObjectInputStream.class, ObjectOutputStream.class, ObjectInputFilter.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    "java.beans..", "javax.script..", "java.rmi..", "javax.naming..")
                .as("files are data: nothing is serialised, evaluated or looked up"),
            "package org.limpid.nn; class A { Object a(java.io.InputStream in) throws Exception {"
                + " return new java.io.ObjectInputStream(in).readObject(); } }"),
        new Rule(
            noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.limpid.backend.cpu.VectorSupport")
                .and()
                .doNotHaveFullyQualifiedName("org.limpid.denoise.cli.VectorModule")
                .should()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
                .orShould()
                .callMethod(ClassLoader.class, "loadClass", String.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect")
                .as("no class is found by its name, but for the Vector API's"),
            "package org.limpid.nn; class A { Object a(String name) throws Exception {"
                + " return Class.forName(name); } }"),
        new Rule(
            noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                    RandomAccessFile.class,
                    FileInputStream.class,
                    FileOutputStream.class,
                    FileReader.class,
                    FileWriter.class)
                .orShould()
                .callMethod(Path.class, "toFile")
                .as("files are read and written through java.nio.file, wherever they lie"),
            "package org.limpid.nn; class A { Object a(java.nio.file.Path file) {"
                + " return file.toFile(); } }"),
        new Rule(
            noClasses()
                .should()
                .haveNameMatching(".*\\w(Impl|Manager|Helpers?|Utils?)")
                .as("names say what a class is"),
            "package org.limpid.nn; class LayerImpl {}"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(Rule rule) {
    rule.rule().check(LIMPID);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void canFail(Rule rule, @TempDir Path folder) throws IOException {
    JavaClasses broken = SourceSnippets.compile(rule.breaking(), folder);

    assertThat(rule.rule().evaluate(broken).hasViolation()).isTrue();
  }

  /** Public types are for users: their package is exported by its module, or hidden on purpose. */
  @Test
  void publicTypesAreExportedOrHiddenOnPurpose() {
    Set<String> exported =
        Stream.of(Shape.class, Layer.class, Image.class)
            .map(ArchitectureTest::moduleOf)
            .flatMap(module -> module.exports().stream())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    Set<String> shown =
        LIMPID.stream()
            .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(PUBLIC))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());

    assertThat(exported).contains("org.limpid.tensor", "org.limpid.nn", "org.limpid.denoise");
    assertThat(exported).doesNotContainAnyElementsOf(HIDDEN);
    assertThat(shown).isSubsetOf(Stream.of(exported, HIDDEN).flatMap(Set::stream).toList());
  }

  private static ModuleDescriptor moduleOf(Class<?> type) {
    try {
      Path home = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      return ModuleFinder.of(home).findAll().iterator().next().descriptor();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Rules pass where nothing is seen; each module must be. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.limpid.tensor",
        "org.limpid.tensor.ops",
        "org.limpid.autograd",
        "org.limpid.backend",
        "org.limpid.backend.cpu",
        "org.limpid.random",
        "org.limpid.cuda",
        "org.limpid.nn",
        "org.limpid.denoise"
      })
  void seesThePackage(String name) {
    assertThat(LIMPID.containPackage(name)).isTrue();
  }

  @Test
  void seesManyClasses() {
    assertThat(LIMPID.size()).isGreaterThan(250);
  }

  /**
   * Each package is a slice. Two knots are on purpose: tensors and their tape know each other, and
   * the facade of denoise names its parts, which name its images.
   */
  private static final class Packages implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getPackageName();
      if (name.equals("org.limpid.denoise")) {
        return SliceIdentifier.ignore();
      }
      boolean knot = name.matches("org\\.limpid\\.(tensor|autograd)(\\..*)?");
      return SliceIdentifier.of(knot ? "org.limpid.tensor and autograd" : name);
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
