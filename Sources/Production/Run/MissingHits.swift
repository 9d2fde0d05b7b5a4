// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Datasets
import EventModel

/// What became of the particles of a dataset of which not one made a hit, so that a person learns why.
public struct MissingHits: Sendable, Equatable {
    /// What became of a generated particle.
    enum End: Int, CaseIterable {
        case beyondEta, belowPT, inert, failed, followed
    }

    /// Particles of all events, stored or not.
    let simulated: Int
    /// Final particles of the generator by what became of them; the first of a large dataset are enough to tell.
    private(set) var counts = [Int](repeating: 0, count: End.allCases.count)
    private let limits: Recipe.Simulation

    /// Rows of a table that are looked at.
    private static let limit = 100_000

    /// Nil where particles made hits: where there are other hits than noise.
    ///
    /// - Throws: `corrupt` or `inputOutput` where the file cannot be read.
    public init?(_ reader: DatasetReader, limits: Recipe.Simulation) throws(DatasetError) {
        self.limits = limits
        let hits = 0..<min(try reader.rowCount(ofTable: "tracker_hits"), Self.limit)
        if try reader.read("tracker_hits/particle", as: Int32.self, rows: hits).contains(where: { $0 >= 0 }) {
            return nil
        }
        simulated = try reader.read("events/particles_simulated", as: Int32.self).reduce(0) { $0 + Int($1) }
        let rows = 0..<min(try reader.rowCount(ofTable: "particles"), Self.limit)
        let status = try reader.read("particles/status", as: Int8.self, rows: rows)
        let fate = try reader.read("particles/fate", as: Int8.self, rows: rows)
        let px = try reader.read("particles/px", as: Float.self, rows: rows)
        let py = try reader.read("particles/py", as: Float.self, rows: rows)
        let pz = try reader.read("particles/pz", as: Float.self, rows: rows)
        for i in rows where status[i] == 1 {
            let (x, y, z) = (Double(px[i]), Double(py[i]), Double(pz[i]))
            counts[end(fate[i], pT: (x * x + y * y).squareRoot(), pz: z).rawValue] += 1
        }
    }

    private func end(_ fate: Int8, pT: Double, pz: Double) -> End {
        switch ParticleFate(rawValue: Int32(fate)) {
        case .notTransported:
            if abs(pz) > Elementary.sinh(limits.maximumAbsEta) * pT { return .beyondEta }
            return pT < limits.minimumPT ? .belowPT : .inert
        case .failed: return .failed
        default: return .followed
        }
    }

    /// What a person should know, and could do; `path` is that of the dataset.
    public func warning(path: String) -> Diagnostic {
        let counted = counts.reduce(0, +)
        var reasons = zip(End.allCases, counts).filter { $0.1 > 0 }.map { "\($0.1) \(text($0.0))" }
        if counted == 0 && simulated > 0 { reasons = ["none of the particles is stored: see `keep`"] }
        let most = End.allCases.max { counts[$0.rawValue] < counts[$1.rawValue] }
        return Diagnostic(
            code: "no-hits", severity: .warning, file: path,
            problem: simulated == 0
                ? "the events hold no particles" : "the events hold particles, but not one made a hit",
            reason: reasons.isEmpty
                ? nil : (counted > 0 ? "of \(counted) particles " : "") + reasons.joined(separator: ", "),
            remedy: counted > 0 ? most.map(remedy) : nil)
    }

    private func text(_ end: End) -> String {
        switch end {
        case .beyondEta: "are beyond `simulation.max_abs_eta`, \(NumberText.write(limits.maximumAbsEta))"
        case .belowPT: "are below `simulation.min_pT_GeV`, \(NumberText.write(limits.minimumPT))"
        case .inert: "are of species that leave no trace"
        case .failed: "could not be followed: /failures tells why"
        case .followed: "were followed"
        }
    }

    private func remedy(_ end: End) -> String {
        switch end {
        case .beyondEta: "raise the limit, or change where the particles go"
        case .belowPT: "lower the limit, or raise the momenta"
        case .inert: "take charged particles, or switch the interactions on"
        case .failed: "do they start within the `tracking_volume` of the geometry?"
        case .followed: "do they meet modules? `eidolon geometry draw` shows them; are thresholds too high?"
        }
    }
}
