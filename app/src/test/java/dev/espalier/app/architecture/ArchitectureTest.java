package dev.espalier.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each rule ends with its reason; whoever breaks one reads it. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.espalier");

  @Test
  void searchStandsOnNothingOfOurs() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.espalier.search..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.espalier.reward..", "dev.espalier.sessions..", "dev.espalier.app..")
            .because("the engine must be usable without a window, a file or a reward model"));
  }

  @Test
  void rewardModelsAndSessionsStandOnSearchAlone() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.espalier.reward..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.espalier.sessions..", "dev.espalier.app..")
            .because("a reward model is a model, whoever records or shows what it says"));
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.espalier.sessions..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.espalier.reward..", "dev.espalier.app..")
            .because("a session names its models by id and hash and opens without them"));
  }

  @Test
  void onlyTheRuntimeAndTheTrainerKnowTheTensorLibrary() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "dev.espalier.search.lm.transformer..", "dev.espalier.reward.training..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..")
            .because("searches must run against any LanguageModel, in tests a table"));
  }

  @Test
  void algorithmsDoNoInputOrOutputAndReadNoClock() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.espalier.search.algorithm..")
            .should()
            .dependOnClassesThat(
                resideIn("java.io..", "java.nio..", "java.time..", "java.net..", "org.slf4j..")
                    .or(named("java.util.Random", "java.util.SplittableRandom")))
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.concurrent\\.ThreadLocalRandom")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Math.class, "random")
            .because(
                "given the models' answers a step is a pure function of its state; that is what"
                    + " lets a search be rewound, forked and replayed"));
  }

  @Test
  void viewModelsKnowNoScene() {
    check(
        noClasses()
            .that()
            .haveSimpleNameEndingWith("ViewModel")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx.scene..", "javafx.stage..")
            .because("what the window says must be testable without a window"));
  }

  @Test
  void onlyTheAppKnowsTheWindow() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.espalier.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javafx..")
            .because("the command line and the tests run where no toolkit does"));
  }

  @Test
  void packagesFormNoCycles() {
    slices()
        .matching("dev.espalier.(**)")
        .should()
        .beFreeOfCycles()
        .because("a newcomer must be able to read the house in one order")
        .check(CLASSES);
  }

  @Test
  void namesSayWhatAThingIs() {
    check(
        noClasses()
            .should(
                com.tngtech.archunit.lang.conditions.ArchConditions.have(
                    nameLike(".*(Util|Utils|Impl|Manager|Helper)(\\$.*)?|Abstract.*")))
            .orShould()
            .resideInAnyPackage("..util..", "..utils..", "..impl..", "..helper..", "..common..")
            .because("such names say where a thing was put, not what it is"));
  }

  private static DescribedPredicate<JavaClass> resideIn(String... packages) {
    return JavaClass.Predicates.resideInAnyPackage(packages);
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    return DescribedPredicate.describe(
        "named " + String.join(" or ", names), c -> java.util.List.of(names).contains(c.getName()));
  }

  private static DescribedPredicate<JavaClass> nameLike(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return DescribedPredicate.describe(
        "a simple name like " + regex, c -> pattern.matcher(c.getSimpleName()).matches());
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }
}
