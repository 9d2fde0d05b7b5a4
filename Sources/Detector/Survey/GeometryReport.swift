// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The checks of a built tracker, each passed or failed, with the numbers behind them.
///
/// Unlike the checks made while a description is read, these look at every module.
public struct GeometryReport: Sendable, Equatable, Codable {
    public struct Check: Sendable, Equatable, Codable {
        /// Stable, machine-readable.
        public var name: String
        public var passed: Bool
        public var detail: String
    }
    /// Material of straight lines at one pseudorapidity, averaged over azimuth and ± 0.1.
    public struct MaterialPoint: Sendable, Equatable, Codable {
        public var eta: Double
        public var radiationLengths: Double
        public var interactionLengths: Double
    }
    /// What is required and how closely it is looked at.
    public struct Options: Sendable {
        /// Fraction of directions towards a layer that must cross one of its modules.
        public var requiredCoverage = 0.95
        /// Straight lines per layer; fewer are used for very large trackers.
        public var lines = 10_000
        /// Starting points on the beam line, mm.
        public var vertices = [-50.0, 0, 50]
        public init() {}
    }
    public var geometry: String
    public var modules: Int
    public var layers: Int
    public var checks: [Check]
    public var coverage: [LayerCoverage]
    public var material: [MaterialPoint]
    public var passed: Bool { checks.allSatisfy(\.passed) }

    public init(_ tracker: Tracker, options: Options = Options()) {
        geometry = tracker.name
        modules = tracker.modules.count
        layers = tracker.layers.count
        let lines = max(200, min(options.lines, 400_000_000 / max(1, tracker.modules.count)))
        coverage = tracker.layers.map {
            LayerCoverage($0, of: tracker, lines: lines, vertices: options.vertices)
        }
        let audit = GeometryAudit(tracker)
        checks = [
            audit.uniqueIDs(), audit.orthonormalAxes(), audit.insideTrackingVolume(), audit.collisionsWithinLayers(),
            audit.collisionsBetweenLayers(), audit.modulesInPassiveMaterial(), audit.overlappingPassiveMaterial(),
            Self.hermeticity(coverage, options),
        ]
        let scan = MaterialScan(tracker)
        let scanLines = max(10, lines / 20)
        material = (0...8).map { n in
            let eta = 0.5 * Double(n)
            let mean = scan.profile(eta: (eta - 0.1)...(eta + 0.1), bins: 1, lines: scanLines).total[0]
            return MaterialPoint(
                eta: eta, radiationLengths: mean.radiationLengths, interactionLengths: mean.interactionLengths)
        }
    }

    private static func hermeticity(_ coverage: [LayerCoverage], _ options: Options) -> Check {
        let worst = coverage.min { $0.fraction < $1.fraction }
        let failed = coverage.filter { $0.fraction < options.requiredCoverage }
        let lowest = "lowest \(percent(worst?.fraction ?? 0)) (\(worst?.layer ?? "no layer"))"
        return Check(
            name: "hermeticity", passed: failed.isEmpty && worst != nil,
            detail: failed.isEmpty
                ? "every layer sees at least \(percent(options.requiredCoverage)) of straight tracks, \(lowest)"
                : "\(failed.count) layers see less than \(percent(options.requiredCoverage)), \(lowest)")
    }

    private static func percent(_ fraction: Double) -> String { DecimalText.fixed(100 * fraction, 2) + " %" }

    // MARK: Text

    /// The report that `geometry check` prints.
    public var text: String {
        var lines = "\(geometry): \(modules) modules in \(layers) layers\n\n"
        for check in checks {
            lines += "\(check.passed ? "PASS" : "FAIL")  \(DecimalText.left(check.name, 28))  \(check.detail)\n"
        }
        var table = TextTable(["coverage of straight tracks", "eta", "seen", "modules crossed"])
        for layer in coverage {
            table.add([
                layer.layer, layer.eta.map { DecimalText.fixed($0, 2) }.joined(separator: " to "),
                Self.percent(layer.fraction), DecimalText.fixed(layer.crossings, 3),
            ])
        }
        var budget = TextTable(["material"] + material.map { "eta \(DecimalText.fixed($0.eta, 1))" })
        budget.add(["X/X0"] + material.map { DecimalText.fixed($0.radiationLengths, 3) })
        budget.add(["interaction lengths"] + material.map { DecimalText.fixed($0.interactionLengths, 3) })
        return lines + "\n" + table.text + "\n" + budget.text
    }
}
