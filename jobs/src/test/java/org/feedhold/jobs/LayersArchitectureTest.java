package org.feedhold.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.flink.api.common.functions.AbstractRichFunction;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.advisory.Severity;
import org.feedhold.twin.process.ReleasePolicy;

/** The direction of dependencies, as the architecture page draws it. */
@AnalyzeClasses(packages = "org.feedhold", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersArchitectureTest {

    @ArchTest
    static final ArchRule twinSeesOnlyTheJdk = classes()
            .that()
            .resideInAPackage("org.feedhold.twin..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "org.feedhold.twin..");

    @ArchTest
    static final ArchRule operatorsKnowNoKafkaAndNoConnectors = noClasses()
            .that()
            .resideInAPackage("org.feedhold.operators..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.feedhold.kafka..",
                    "org.feedhold.connectors..",
                    "org.feedhold.jobs..",
                    "org.feedhold.simulator..",
                    "org.apache.kafka..",
                    "org.apache.flink.connector.kafka..");

    @ArchTest
    static final ArchRule connectorsKnowNoOperators = noClasses()
            .that()
            .resideInAPackage("org.feedhold.connectors..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.feedhold.operators..", "org.feedhold.jobs..", "org.feedhold.simulator..");

    @ArchTest
    static final ArchRule kafkaSimulatorAndBrokerNeverSeeFlink = noClasses()
            .that()
            .resideInAnyPackage("org.feedhold.kafka..", "org.feedhold.simulator..", "org.feedhold.broker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.flink..",
                    "org.feedhold.operators..",
                    "org.feedhold.connectors..",
                    "org.feedhold.jobs..");

    @ArchTest
    static final ArchRule theJobKnowsNoBrokerAndNoSimulator = noClasses()
            .that()
            .resideInAPackage("org.feedhold.jobs..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.feedhold.simulator..", "org.feedhold.broker..", "org.feedhold.testing..");

    @ArchTest
    static final ArchRule onlyTheDecodersOfTheWireKnowJackson = noClasses()
            .that()
            .resideInAnyPackage("org.feedhold.operators..", "org.feedhold.connectors..", "org.feedhold.jobs..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule functionsAreFinalAndNamedForWhatTheyGive = classes()
            .that()
            .resideInAnyPackage("org.feedhold.operators..", "org.feedhold.jobs..")
            .and()
            .areAssignableTo(AbstractRichFunction.class)
            .should()
            .haveSimpleNameEndingWith("Function")
            .andShould()
            .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);

    @ArchTest
    static final ArchRule featuresOfAnOperatorFormNoCycle =
            slices().matching("org.feedhold.operators.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule featuresOfTheWireFormNoCycle =
            slices().matching("org.feedhold.kafka.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule featuresOfTheSimulatorFormNoCycle =
            slices().matching("org.feedhold.simulator.(*)..").should().beFreeOfCycles();

    /** The words of the contract belong to no stage: every one uses them. */
    @ArchTest
    static final ArchRule stagesOfTheTwinFormNoCycleButForTheWordsThatTheyShare = slices().matching(
                    "org.feedhold.twin.(*)..")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(
                    alwaysTrue(), belongToAnyOf(Decision.class, Monitoring.class, Severity.class, ReleasePolicy.class));

    @ArchTest
    static final ArchRule modulesFormNoCycle =
            slices().matching("org.feedhold.(*)..").should().beFreeOfCycles();
}
