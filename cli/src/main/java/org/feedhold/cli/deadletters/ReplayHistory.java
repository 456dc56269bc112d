package org.feedhold.cli.deadletters;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has been sent back before, as the receipts in the topic say. */
final class ReplayHistory {

    private final Map<Place, Place> targets = new HashMap<>();
    private final Map<Place, Place> origins = new HashMap<>();

    /** Notes that the record at {@code source} was sent again and now lies at {@code target} too. */
    void note(Place source, Place target) {
        targets.put(source, target);
        origins.put(target, source);
    }

    /** Where the letter from this source was sent to; null if it has not been sent back. */
    @Nullable
    Place target(Place source) {
        return targets.get(source);
    }

    /** How often the record at this source had been sent back when it failed: 0 for one that the source itself sent. */
    int replays(Place source) {
        int replays = 0;
        for (Place origin = origins.get(source);
                origin != null && replays < origins.size();
                origin = origins.get(origin)) {
            replays++;
        }
        return replays;
    }
}
