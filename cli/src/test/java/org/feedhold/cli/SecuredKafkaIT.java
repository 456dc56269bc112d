package org.feedhold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.feedhold.cli.models.ModelPublisher;
import org.feedhold.cli.run.LocalCluster;
import org.feedhold.cli.run.RunningJob;
import org.feedhold.cli.watch.TopicReader;
import org.feedhold.jobs.MonitoringJob;
import org.feedhold.jobs.MonitoringJobConfig;
import org.feedhold.kafka.ClientFile;
import org.feedhold.kafka.JobCheck;
import org.feedhold.kafka.JobCheck.Weight;
import org.feedhold.kafka.TopicSetup;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.testing.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job and the commands on a Kafka with TLS, log-ins and ACLs. */
@Tag("long")
class SecuredKafkaIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TRAVELLING_SECRET = "a-feed-per-tooth";
    private static final Pattern LINE = Pattern.compile("kafka-acls.sh --bootstrap-server \\S+ --add --allow-principal"
            + " (?<principal>\\S+) --operation (?<operation>\\S+) --(?<type>topic|group|transactional-id) (?<name>\\S+)"
            + "(?<prefixed> --resource-pattern-type prefixed)?");

    @TempDir
    private static Path kafkaFolder;

    private static SecuredKafka kafka;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = new SecuredKafka(kafkaFolder);
        try (Admin admin = kafka.admin()) {
            new TopicSetup(
                            admin,
                            Topics.withDefaultPrefix(),
                            new TopicSetup.Settings(2, (short) 1, Duration.ofMinutes(1)))
                    .createMissing();
        }
        new ModelPublisher(kafka.adminSettings(), Topics.withDefaultPrefix()).publish(ShippedProcessModels.all());
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void grantWhatIsPrinted() throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.createAcls(printedRights()).all().get();
        }
    }

    /** Its password is looked up by every client of the job where it runs; the other secret travels with the job. */
    @Test
    void theJobRunsWithTheRightsThatArePrintedAndNoOthers() throws Exception {
        MonitoringJobConfig config = MonitoringJobConfig.parse(
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--kafka-config",
                kafka.referringUserConfig().toString(),
                "--kafka-property",
                "plant.secret=" + TRAVELLING_SECRET,
                "--delivery",
                "exactly-once");
        try (LocalCluster cluster = LocalCluster.start(new LocalCluster.Settings(
                folder,
                0,
                1,
                Duration.ofSeconds(1),
                /* stateBackend= */ null,
                /* savepoint= */ null,
                /* prometheusPort= */ null))) {
            StreamExecutionEnvironment environment = cluster.environment();
            MonitoringJob.define(environment, config);
            RunningJob job = cluster.submit(environment);

            assertThat(run(
                            "simulate",
                            "--machines",
                            "2",
                            "--interval",
                            "100ms",
                            "--duration",
                            "3s",
                            "--kafka-config",
                            kafka.adminConfig().toString()))
                    .as(err.toString())
                    .isZero();

            awaitRecommendation();
            awaitCommittedOffsets();
            assertThat(job.isRunning()).isTrue();
            assertThat(failures(cluster)).contains("\"entries\":[]");
            assertThat(shownBy(cluster))
                    .contains("exactly-once")
                    .doesNotContain(SecuredKafka.PASSWORD, TRAVELLING_SECRET);
        }
    }

    @Test
    void withoutOneOfThemItSaysWhichOneIsMissing() throws Exception {
        Path config = kafka.userConfig(SecuredKafka.PASSWORD);
        Map<String, Object> settings = new HashMap<>(ClientFile.read(config));
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = kafka.admin();
                Admin user = Admin.create(settings)) {
            JobCheck check = new JobCheck(user, Topics.withDefaultPrefix(), PATIENCE);
            for (AclBinding right : printedRights()) {
                admin.deleteAcls(List.of(right.toFilter())).all().get();
                // The broker learns of it a moment later.
                Await.until(right + " is missed", PATIENCE, () -> isMissing(check));
                err.getBuffer().setLength(0);

                int status = run(
                        "run",
                        "--kafka-config",
                        config.toString(),
                        "--delivery",
                        "exactly-once",
                        "--folder",
                        folder.toString());

                assertThat(status).isEqualTo(1);
                assertThat(err.toString())
                        .startsWith("feedhold: The job can't run: Kafka does not allow this user ")
                        .contains(
                                right.entry().operation().name(),
                                right.pattern().name(),
                                "--print --format acls")
                        .hasLineCount(1);
                admin.createAcls(List.of(right)).all().get();
                Await.until(right + " is there again", PATIENCE, () -> !isMissing(check));
            }
        }
    }

    private static boolean isMissing(JobCheck check) throws Exception {
        return check.findings("feedhold", /* exactlyOnce= */ true).stream()
                .anyMatch(finding -> finding.weight() == Weight.MISSING);
    }

    /** As submit does it before it hands in the job. */
    @Test
    void theJobsUserFindsTheModelsThatSomeoneElseHasPublished() throws Exception {
        Map<String, Object> settings = new HashMap<>(ClientFile.read(kafka.userConfig(SecuredKafka.PASSWORD)));
        settings.put("bootstrap.servers", kafka.bootstrapServers());

        List<String> published =
                new ModelPublisher(settings, Topics.withDefaultPrefix()).publish(ShippedProcessModels.all());

        assertThat(published).isEmpty();
    }

    @Test
    void tellsAWrongPasswordInOneLineWithinSeconds() throws Exception {
        long begin = System.nanoTime();

        int status = run(
                "topics", "--kafka-config", kafka.userConfig("guessed-badly").toString());

        assertThat(status).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        assertThat(err.toString())
                .startsWith("feedhold: Kafka refused: ")
                .contains("SCRAM-SHA-256", "check the user and its rights")
                .doesNotContain("guessed-badly")
                .hasLineCount(1);
    }

    private List<AclBinding> printedRights() {
        out.getBuffer().setLength(0);
        assertThat(run("topics", "--print", "--format", "acls", "--principal", "User:" + SecuredKafka.USER))
                .isZero();
        return out.toString().lines().map(SecuredKafkaIT::right).toList();
    }

    private static AclBinding right(String line) {
        Matcher matcher = LINE.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        ResourceType type =
                ResourceType.fromString(matcher.group("type").replace('-', '_').toUpperCase(Locale.ROOT));
        String operation = matcher.group("operation")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toUpperCase(Locale.ROOT);
        return new AclBinding(
                new ResourcePattern(
                        type,
                        matcher.group("name"),
                        matcher.group("prefixed") == null ? PatternType.LITERAL : PatternType.PREFIXED),
                new AccessControlEntry(
                        matcher.group("principal"), "*", AclOperation.valueOf(operation), AclPermissionType.ALLOW));
    }

    private static void awaitRecommendation() throws Exception {
        try (TopicReader reader = new TopicReader(kafka.adminSettings(), List.of("feedhold.recommendations"), true)) {
            Await.until(
                    "a recommendation is visible",
                    PATIENCE,
                    () -> reader.poll().iterator().hasNext());
        }
    }

    private static void awaitCommittedOffsets() throws Exception {
        try (Admin admin = kafka.admin()) {
            for (String group : List.of("feedhold", "feedhold-control")) {
                Await.until(
                        "offsets of " + group + " are committed",
                        PATIENCE,
                        () -> !admin.listConsumerGroupOffsets(group)
                                .partitionsToOffsetAndMetadata()
                                .get()
                                .isEmpty());
            }
        }
    }

    /** Everything that Flink's page gets to see of a job. */
    private static String shownBy(LocalCluster cluster) throws Exception {
        StringBuilder shown = new StringBuilder();
        for (String path : List.of("", "/config", "/plan", "/checkpoints", "/exceptions")) {
            shown.append(get(cluster, "/jobs/" + job(cluster) + path));
        }
        return shown.append(get(cluster, "/jobmanager/config"))
                .append(get(cluster, "/jobmanager/environment"))
                .toString();
    }

    private static String failures(LocalCluster cluster) throws Exception {
        return get(cluster, "/jobs/" + job(cluster) + "/exceptions");
    }

    private static String job(LocalCluster cluster) throws Exception {
        Matcher id = Pattern.compile("[0-9a-f]{32}").matcher(get(cluster, "/jobs"));
        assertThat(id.find()).isTrue();
        return id.group();
    }

    private static String get(LocalCluster cluster, String path) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(cluster.webAddress() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    private int run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));
        return Feedhold.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
