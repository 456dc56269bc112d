package org.feedhold.kafka.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.feedhold.twin.release.Release;
import org.feedhold.twin.release.ReleaseDecision;
import org.jspecify.annotations.Nullable;

/**
 * Turns what engineering hands over into a release: a record of the Additive Build Advisor ({@value
 * #ADVISOR_SCHEMA}), or a plain one with the fields of a release.
 *
 * <p>An advisor's record names its printer and watches manufacturability checks. Neither is about the machine that cuts,
 * so machine and operation come from the user and nothing is watched; its gate decision is kept as it is.
 */
public final class Handoff {

    /** Schema of the Additive Build Advisor's records. */
    public static final String ADVISOR_SCHEMA = "abadvisor.digital_thread/v1";

    /** Largest record that is taken, in bytes. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_REASON = 1000;

    /** Where an advisor's record says its decision; the first is where today's version does. */
    private static final List<String> DECISION_PATHS = List.of(
            "/gate/decision",
            "/handoff/gate/decision",
            "/handoff/decision",
            "/handoff/release_decision",
            "/release_decision",
            "/decision");

    private static final List<String> PART_PATHS =
            List.of("/handoff/as_built_context/part_id", "/handoff/part_id", "/part/part_id", "/part/id", "/part_id");

    private Handoff() {}

    /**
     * What the user adds to the record.
     *
     * @param machineId machine that the part is released to; may be null if a plain record names it
     * @param operation operation that it is released for; may be null for a plain record
     * @param approve whether a part that needs a review is approved herewith
     * @param by who approves; needed with {@code approve}, senseless without
     * @param reason why; needed with {@code approve}
     */
    public record Options(
            @Nullable String machineId,
            @Nullable String operation,
            boolean approve,
            @Nullable String by,
            @Nullable String reason) {}

    /**
     * A release that is ready for its topic.
     *
     * @param release the release
     * @param key key on the topic
     * @param value value on the topic, with the whole record under {@code source}
     */
    public record Result(Release release, String key, byte[] value) {}

    /**
     * Makes a release of a record.
     *
     * @throws IllegalArgumentException if record and options do not make one; the message says why and what to do
     */
    public static Result toRelease(byte[] record, Options options) {
        if (record.length > MAX_BYTES) {
            throw new IllegalArgumentException("the record has " + record.length + " bytes; at most " + MAX_BYTES
                    + " are taken, so leave out what is not about the release");
        }
        JsonNode tree = ReleaseCodec.tree(record);
        checkApproval(options);
        String schema = tree.path("schema").asText("");
        Release release;
        if (schema.equals(ADVISOR_SCHEMA)) {
            release = fromAdvisor(tree, options);
        } else if (schema.isEmpty() || schema.equals(ReleaseCodec.SCHEMA)) {
            release = fromPlain(tree, options);
        } else {
            throw new IllegalArgumentException(
                    "the schema '" + schema + "' is not known (path schema); give a record of " + ADVISOR_SCHEMA
                            + ", or a plain one with part_id and decision and no schema");
        }
        Release approved = approve(release, options);
        return new Result(approved, ReleaseCodec.key(approved), ReleaseCodec.encode(approved, tree));
    }

    private static void checkApproval(Options options) {
        if (options.approve() && (isBlank(options.by()) || isBlank(options.reason()))) {
            throw new IllegalArgumentException(
                    "an approval needs a name and a reason; add --by NAME and --reason \"…\" to --approve");
        }
        if (!options.approve() && !isBlank(options.by())) {
            throw new IllegalArgumentException("--by names who approves, but nothing is approved; add --approve");
        }
    }

    private static Release fromAdvisor(JsonNode tree, Options options) {
        if (isBlank(options.machineId()) || isBlank(options.operation())) {
            throw new IllegalArgumentException(
                    "a record of the Additive Build Advisor names a printer, not the machine that"
                            + " cuts; add --machine and --operation");
        }
        String partId = one(tree, "part id", PART_PATHS);
        String decision = one(tree, "gate decision", DECISION_PATHS);
        return new Release(
                ReleaseCodec.checkedName("machine_id", Objects.requireNonNull(options.machineId())),
                ReleaseCodec.checkedName("part_id", partId),
                options.operation(),
                ReleaseCodec.decision(decision),
                null,
                isBlank(options.reason()) ? reasons(tree) : options.reason(),
                List.of());
    }

    private static Release fromPlain(JsonNode tree, Options options) {
        String machineId =
                agreed("machine_id", "--machine", ReleaseCodec.text(tree, "machine_id"), options.machineId());
        if (machineId == null) {
            throw new IllegalArgumentException("the record names no machine (path machine_id); add --machine");
        }
        String operation =
                agreed("operation", "--operation", ReleaseCodec.text(tree, "operation"), options.operation());
        Release read = ReleaseCodec.read(with(tree, "machine_id", machineId));
        return new Release(
                read.machineId(),
                read.partId(),
                operation,
                read.decision(),
                read.approvedBy(),
                isBlank(options.reason()) ? read.reason() : options.reason(),
                read.watch());
    }

    private static JsonNode with(JsonNode tree, String field, String text) {
        return ((ObjectNode) tree.deepCopy()).put(field, text);
    }

    private static @Nullable String agreed(
            String field, String option, @Nullable String inRecord, @Nullable String given) {
        if (isBlank(given)) {
            return inRecord;
        }
        if (inRecord != null && !inRecord.equals(given)) {
            throw new IllegalArgumentException("the record says '" + inRecord + "' (path " + field + ") and " + option
                    + " says '" + given + "'; correct one of them");
        }
        return given;
    }

    private static Release approve(Release release, Options options) {
        if (!options.approve()) {
            return release;
        }
        if (release.decision() == ReleaseDecision.REDESIGN_REQUIRED) {
            throw new IllegalArgumentException("part " + release.partId()
                    + " must be redesigned, which no approval can replace; hand over the record of the new design");
        }
        return new Release(
                release.machineId(),
                release.partId(),
                release.operation(),
                release.decision(),
                options.by(),
                release.reason(),
                release.watch());
    }

    /** The text that stands at one or more of the paths; they must agree. */
    private static String one(JsonNode tree, String what, List<String> paths) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String path : paths) {
            JsonNode value = tree.at(path);
            if (value.isTextual() && !value.textValue().isBlank()) {
                found.put(path.substring(1).replace('/', '.'), value.textValue());
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("the record has no " + what + " (looked at path "
                    + String.join(
                            ", ",
                            paths.stream()
                                    .map(p -> p.substring(1).replace('/', '.'))
                                    .toList())
                    + "); give the whole record that the advisor wrote");
        }
        if (found.values().stream().distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "the record contradicts itself about its " + what + " " + found + "; correct it at its source");
        }
        return found.values().iterator().next();
    }

    /** The gate's own reasons, as one text. */
    private static @Nullable String reasons(JsonNode tree) {
        List<String> reasons = new ArrayList<>();
        for (JsonNode reason : tree.at("/gate/reasons")) {
            if (reason.isTextual()) {
                reasons.add(reason.textValue());
            }
        }
        String text = String.join(" ", reasons);
        if (text.isBlank()) {
            return null;
        }
        return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "…";
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
