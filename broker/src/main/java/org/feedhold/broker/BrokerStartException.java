package org.feedhold.broker;

import java.io.IOException;

/** The broker could not be started; the message says why and what to do. */
public final class BrokerStartException extends IOException {

    BrokerStartException(String message) {
        super(message);
    }

    BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
