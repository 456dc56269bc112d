package org.feedhold.kafka.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.feedhold.twin.process.Feature;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.process.RuleSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessModelCodecTest {

    @ParameterizedTest
    @ValueSource(strings = {"adaptive_cnc_milling", "od_turning"})
    void aShippedModelIsTheSameAfterItsWayOverTheTopic(String name) {
        ProcessModel model = ShippedProcessModels.load(name);

        ProcessModel decoded = new ProcessModelCodec().processModel(ProcessModelCodec.toJson(model));

        assertThat(decoded).isEqualTo(model);
        assertThat(ProcessModelCodec.toJson(decoded)).isEqualTo(ProcessModelCodec.toJson(model));
    }

    @ParameterizedTest
    @ValueSource(strings = {"adaptive_cnc_milling", "od_turning"})
    void aShippedModelHasWordsForEveryRuleAndNoActionOnMissingData(String name) {
        ProcessModel model = ShippedProcessModels.load(name);

        assertThat(model.name()).isEqualTo(name);
        assertThat(model.operation()).isEqualTo(name);
        assertThat(model.rules())
                .extracting(RuleSpec::name)
                .containsExactlyInAnyOrder(
                        "sensor_dropout",
                        "feed_mismatch",
                        "chatter_risk",
                        "thermal_drift",
                        "tool_wear",
                        "load_residual",
                        "load_low");
        assertThat(model.rules()).allSatisfy(rule -> {
            assertThat(rule.requiredCheck()).isNotBlank();
            assertThat(rule.action() == null).isEqualTo(rule.feature() == Feature.QUALITY);
        });
    }

    @Test
    void shippedModelsAreListed() {
        assertThat(ShippedProcessModels.all()).hasSize(2);
        assertThatThrownBy(() -> ShippedProcessModels.yaml("od_turnin"))
                .hasMessageContaining("did you mean 'od_turning'?");
    }

    @Test
    void checksJsonAsItChecksAFile() {
        String json = new String(ProcessModelCodec.toJson(ShippedProcessModels.load("od_turning")), UTF_8)
                .replace("\"hits\":2", "\"hits\":99")
                .replace("\"version\":1", "\"version\":\"1\"");

        assertThatThrownBy(() -> ProcessModelCodec.decode(json.getBytes(UTF_8)))
                .isInstanceOf(InvalidProcessModelException.class)
                .hasMessageContaining("\"1\" is not a number (path version); write a finite number")
                .hasMessageContaining("'hits' is 99 (path rules.chatter_risk.hits)")
                .hasMessageNotContaining(":1:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{", "{}", "{\"name\":1,\"name\":2}", "{\"rules\":null}"})
    void refusesWhatIsNoModel(String json) {
        assertThatThrownBy(() -> ProcessModelCodec.decode(json.getBytes(UTF_8)))
                .isInstanceOf(InvalidProcessModelException.class)
                .hasMessageContaining("; ");
    }
}
