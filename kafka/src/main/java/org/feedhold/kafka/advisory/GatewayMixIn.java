package org.feedhold.kafka.advisory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recommendations and episode events: what speaks of a gateway is left out where there is nothing to say of one. */
abstract class GatewayMixIn {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Nullable
    abstract String silentGateway();

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    abstract List<String> machines();
}
