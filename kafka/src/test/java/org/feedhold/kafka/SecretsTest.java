package org.feedhold.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sasl.jaas.config",
                "ssl.keystore.password",
                "ssl.key.password",
                "ssl.keystore.key",
                "SSL.TRUSTSTORE.PASSWORD",
                "sasl.oauthbearer.client.credentials.client.secret",
                "sasl.oauthbearer.assertion.private.key.passphrase",
                "schema.registry.token"
            })
    void settingsThatHoldAPasswordOrAKeyAreSecret(String name) {
        assertThat(Secrets.isSecret(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bootstrap.servers",
                "security.protocol",
                "sasl.mechanism",
                "ssl.keystore.location",
                "ssl.truststore.type",
                "key.serializer"
            })
    void whatSaysHowToConnectIsNot(String name) {
        assertThat(Secrets.isSecret(name)).isFalse();
    }

    @Test
    void masksTheValuesOfSecretsOnly() {
        assertThat(Secrets.masked(Map.of("ssl.key.password", "hush", "security.protocol", "SSL")))
                .hasToString("{security.protocol=SSL, ssl.key.password=***}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ssl.key.password=hush is wrong | ssl.key.password=*** is wrong",
                "Login required username=\"a\" password=\"hush hush\"; | Login required username=\"a\" password=***;",
                "{ssl.keystore.key=hush, a=b} | {ssl.keystore.key=***, a=b}",
                "sasl.jaas.config = org.Login password='hush' | sasl.jaas.config = *** password=***",
                "'password=hush' has no '=' | 'password=*** has no '='",
                "the password is wrong | the password is wrong"
            })
    void takesSecretsOutOfAText(String text, String shown) {
        assertThat(Secrets.redacted(text)).isEqualTo(shown).doesNotContain("hush");
    }
}
