package org.feedhold.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientFileTest {

    @TempDir
    private Path folder;

    @Test
    void readsJavaProperties() throws IOException {
        Path file = Files.writeString(folder.resolve("client.properties"), """
                # how to log in
                security.protocol = SASL_SSL
                sasl.jaas.config = org.Login required \\
                  username="a";
                """);

        assertThat(ClientFile.read(file))
                .isEqualTo(Map.of(
                        "security.protocol", "SASL_SSL", "sasl.jaas.config", "org.Login required username=\"a\";"));
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        assertThatThrownBy(() -> ClientFile.read(folder.resolve("absent")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no file " + folder.resolve("absent") + " with settings of Kafka's clients");
    }

    @Test
    void neverTellsWhatIsInAFileThatItCanNotRead() throws IOException {
        Path file = Files.writeString(folder.resolve("broken"), "ssl.key.password=hush\\u00zz");

        assertThatThrownBy(() -> ClientFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can't be read")
                .hasMessageNotContaining("hush");
    }
}
