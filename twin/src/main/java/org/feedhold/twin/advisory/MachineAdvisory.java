package org.feedhold.twin.advisory;

import org.jspecify.annotations.Nullable;

/**
 * What the advisor has to say about one instant of a machine that has a gateway.
 *
 * @param gatewayId gateway
 * @param machineId machine
 * @param after time on the arrival clock, in epoch milliseconds, of the newest change in whether the machine is heard
 * @param silent whether the machine fell silent, at {@code after}
 * @param advisory what there is to say
 * @param decisionBefore decision of the newest recommendation before it
 * @param saidBefore digest of what the newest recommendation before it said
 * @param said the same with this one
 * @param actedBefore whether the newest recommendation before it may have carried an action
 */
public record MachineAdvisory(
        String gatewayId,
        String machineId,
        long after,
        boolean silent,
        Advisory advisory,
        @Nullable Decision decisionBefore,
        String saidBefore,
        String said,
        boolean actedBefore) {}
