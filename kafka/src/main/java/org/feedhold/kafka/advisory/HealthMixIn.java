package org.feedhold.kafka.advisory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.health.SignalReading;
import org.jspecify.annotations.Nullable;

/** Health with its signals as one object by name, in the order of the catalogue. */
abstract class HealthMixIn {

    @JsonSerialize(using = Writer.class)
    @JsonDeserialize(using = Reader.class)
    abstract List<SignalReading> signals();

    /** Left out where the machine is not silent because of its gateway. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Nullable
    abstract String silentGateway();

    /** A reading without its name, which is the key. */
    private record Reading(
            @Nullable Double value,
            String unit,
            @Nullable Double expected,
            @Nullable Double residual,
            @Nullable Double zScore,
            @Nullable Double limitLow,
            @Nullable Double limitHigh,
            SignalQuality quality) {

        private static Reading of(SignalReading signal) {
            return new Reading(
                    signal.value(),
                    signal.unit(),
                    signal.expected(),
                    signal.residual(),
                    signal.zScore(),
                    signal.limitLow(),
                    signal.limitHigh(),
                    signal.quality());
        }

        private SignalReading named(String name) {
            return new SignalReading(name, value, unit, expected, residual, zScore, limitLow, limitHigh, quality);
        }
    }

    static final class Writer extends JsonSerializer<List<SignalReading>> {

        @Override
        public void serialize(List<SignalReading> signals, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            generator.writeStartObject();
            for (SignalReading signal : signals) {
                provider.defaultSerializeField(signal.name(), Reading.of(signal), generator);
            }
            generator.writeEndObject();
        }
    }

    static final class Reader extends JsonDeserializer<List<SignalReading>> {

        @Override
        public List<SignalReading> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            List<SignalReading> signals = new ArrayList<>();
            JsonNode tree = context.readTree(parser);
            for (Map.Entry<String, JsonNode> field : tree.properties()) {
                signals.add(
                        context.readTreeAsValue(field.getValue(), Reading.class).named(field.getKey()));
            }
            return signals;
        }
    }
}
