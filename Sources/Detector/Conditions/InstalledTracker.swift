// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// A tracker in a run: where its modules are believed to be, where they are, and how they answer.
///
/// Particles fly through `asBuilt`, and truth is about it; measured positions are turned into global ones with
/// `nominal`, as an experiment does that knows no better. Modules, layers and ids are the same in both.
public struct InstalledTracker: Sendable {
    public let nominal: Tracker
    public let asBuilt: Tracker
    public let readout: ReadoutConditions
    /// Name of the conditions; nil for a tracker that is as described.
    public let conditionsName: String?

    /// A tracker that is as described.
    public init(ideal tracker: Tracker) {
        nominal = tracker
        asBuilt = tracker
        readout = ReadoutConditions(moduleCount: tracker.modules.count)
        conditionsName = nil
    }

    /// A tracker under the conditions of a run.
    ///
    /// - Parameter file: name of the conditions file, for messages.
    /// - Throws: `no-interval` for a run without conditions, `unknown-element` for entries about what the tracker does
    ///   not have, `outside` for modules that leave the tracking volume, `too-many` for too many defects.
    public init(
        _ tracker: Tracker, conditions: DetectorConditions, run: Int, file: String = "conditions"
    ) throws(Diagnostics) {
        let interval = try conditions.interval(run: run, file: file)
        nominal = tracker
        asBuilt = try AlignmentBuilder.asBuilt(tracker, interval)
        readout = try ReadoutConditionsBuilder.made(tracker, interval)
        conditionsName = conditions.name
    }
}
