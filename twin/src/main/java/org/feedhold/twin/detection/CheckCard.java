package org.feedhold.twin.detection;

import java.util.List;
import org.feedhold.twin.advisory.Decision;
import org.jspecify.annotations.Nullable;

/**
 * What the advisor needs to know of a check: what it raises and what to say.
 *
 * @param check {@code rule/level}
 * @param code anomaly code
 * @param rule {@code rule@model@version}
 * @param label what a person calls the signal; the code in words where there is none
 * @param decision decision while it is active
 * @param aboutQuality whether it speaks of missing data rather than of evidence
 * @param zScoreOnly whether it rests on a z-score alone
 * @param requiresCheck whether its episode leaves an open check
 * @param consequenceOf codes that explain it
 * @param action what to do without changing a process parameter
 * @param parameterChange a change of a process parameter to consider
 * @param requiredCheck what to check
 */
public record CheckCard(
        String check,
        String code,
        String rule,
        String label,
        Decision decision,
        boolean aboutQuality,
        boolean zScoreOnly,
        boolean requiresCheck,
        List<String> consequenceOf,
        @Nullable String action,
        @Nullable String parameterChange,
        @Nullable String requiredCheck) {}
