package org.feedhold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.feedhold.broker.BrokerSettings;
import org.feedhold.broker.EmbeddedBroker;
import org.feedhold.kafka.ClientFile;

/**
 * A broker that takes log-ins over TLS only, as plants run it: the administrator by SASL/PLAIN, the job by SASL/SCRAM, and
 * nobody but the administrator may do anything that no ACL allows.
 */
final class SecuredKafka implements AutoCloseable {

    /** Who the job logs in as. */
    static final String USER = "feedhold";

    static final String PASSWORD = "swarf-and-coolant";

    private static final String ADMIN_PASSWORD = "only-for-the-office";
    private static final String STORE_PASSWORD = "stored-in-a-drawer";

    private final Path folder;
    private final EmbeddedBroker broker;

    SecuredKafka(Path folder) throws Exception {
        this.folder = folder;
        Path keys = folder.resolve("broker.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                STORE_PASSWORD);
        Path certificate = folder.resolve("broker.pem");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "broker",
                "-keystore",
                keys.toString(),
                "-storepass",
                STORE_PASSWORD,
                "-file",
                certificate.toString());
        broker = EmbeddedBroker.start(
                new BrokerSettings(folder.resolve("kafka"), BrokerSettings.ANY_PORT, settings(keys, certificate)));
        try (Admin admin = admin()) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096), PASSWORD)))
                    .all()
                    .get();
        }
    }

    private static Map<String, String> settings(Path keys, Path certificate) {
        Map<String, String> settings = new HashMap<>();
        // The name of the listener is the embedded broker's; what it speaks is chosen here.
        settings.put("listener.security.protocol.map", "PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256");
        settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        settings.put(
                "listener.name.plaintext.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\" password=\""
                        + ADMIN_PASSWORD + "\" user_admin=\"" + ADMIN_PASSWORD + "\";");
        settings.put(
                "listener.name.plaintext.scram-sha-256.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.keystore.location", keys.toString());
        settings.put("ssl.keystore.password", STORE_PASSWORD);
        settings.put("ssl.key.password", STORE_PASSWORD);
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", certificate.toString());
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        // The controller's own listener is not secured and on the loopback address.
        settings.put("super.users", "User:admin;User:ANONYMOUS");
        return settings;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** {@code --kafka-config} of someone who may do everything. */
    Path adminConfig() throws IOException {
        return config(
                "admin", "PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule", "admin", ADMIN_PASSWORD);
    }

    /** {@code --kafka-config} of the job's user with a password. */
    Path userConfig(String password) throws IOException {
        return config(
                "user", "SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule", USER, password);
    }

    /** The same with the right password, which stands in another file, where Kafka's clients look it up themselves. */
    Path referringUserConfig() throws IOException {
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "password=" + PASSWORD + "\n");
        Path config = config(
                "referring-user",
                "SCRAM-SHA-256",
                "org.apache.kafka.common.security.scram.ScramLoginModule",
                USER,
                "${file:" + secrets + ":password}");
        return Files.writeString(config, """
                config.providers=file
                config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider
                """, StandardOpenOption.APPEND);
    }

    private Path config(String name, String mechanism, String module, String user, String password) throws IOException {
        return Files.writeString(folder.resolve(name + ".properties"), """
                security.protocol=SASL_SSL
                sasl.mechanism=%s
                sasl.jaas.config=%s required username="%s" password="%s";
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                """.formatted(
                        mechanism, module, user, password, folder.resolve("broker.pem")));
    }

    /** A client of someone who may do everything. */
    Admin admin() throws IOException {
        return Admin.create(adminSettings());
    }

    Map<String, Object> adminSettings() throws IOException {
        Map<String, Object> settings = new HashMap<>(ClientFile.read(adminConfig()));
        settings.put("bootstrap.servers", bootstrapServers());
        return settings;
    }

    private static void keytool(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    @Override
    public void close() {
        broker.close();
    }
}
