package org.feedhold.simulator;

import java.util.ArrayList;
import java.util.List;

/** Truth that begins and ends within one sample of one machine. */
final class TruthLog {

    private List<TruthWindow> began = List.of();
    private List<TruthWindow> ended = List.of();

    void begin(TruthWindow window) {
        if (began.isEmpty()) {
            began = new ArrayList<>(2);
        }
        began.add(window);
    }

    void end(TruthWindow window, long endMillis) {
        if (ended.isEmpty()) {
            ended = new ArrayList<>(2);
        }
        ended.add(new TruthWindow(
                window.machineId(),
                window.kind(),
                window.variant(),
                window.startMillis(),
                endMillis,
                window.strength()));
    }

    List<TruthWindow> takeBegan() {
        List<TruthWindow> taken = began;
        began = List.of();
        return taken;
    }

    List<TruthWindow> takeEnded() {
        List<TruthWindow> taken = ended;
        ended = List.of();
        return taken;
    }
}
