// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// How a resonance or the tau lepton decays, as a card says it: for listings.
public struct DecaySummary: Sendable, Codable, Equatable {
    public struct Mode: Sendable, Codable, Equatable {
        public var name: String
        public var branching: Double
    }
    /// `top`, `W`, `Z`, `Higgs`, `tau`.
    public var name: String
    /// Normalised to 1.
    public var modes: [Mode]
    /// How the products are distributed.
    public var meaning: String

    private init(_ name: String, _ modes: [(String, Double)], _ meaning: String) {
        let total = modes.reduce(0) { $0 + $1.1 }
        self.name = name
        self.modes = modes.map { Mode(name: $0.0, branching: total > 0 ? $0.1 / total : 0) }
        self.meaning = meaning
    }

    /// The decays of a card, in the order top, W, Z, Higgs, tau.
    static func all(_ card: DecayCard, _ mixing: QuarkMixing) -> [DecaySummary] {
        let helicities = card.topHelicities.map {
            "W helicities 0, L, R \($0.longitudinal) \($0.left) \($0.right)"
        }
        let leptons = ["e nu", "mu nu", "tau nu"].map { ($0, card.wLeptons) }
        let quarks = mixing.pairsOfW.map {
            ("\(ParticleData.name($0.up)) \(ParticleData.name(-$0.down))", $0.share * (1 - 3 * card.wLeptons))
        }
        let pairs = card.zPairs.map { ("\(ParticleData.name($0.pdgID)) \(ParticleData.name(-$0.pdgID))", $0.branching) }
        let tau = card.particles.first { $0.pdgID == 15 }
        return [
            DecaySummary(
                "top", [("b W", mixing.top.bottom), ("s W", mixing.top.strange), ("d W", mixing.top.down)],
                "V-A amplitude, spins from the production, " + (helicities ?? "W bosons as at leading order")),
            DecaySummary("W", leptons + quarks, "width running with the mass; tau leptons left-handed"),
            DecaySummary("Z", pairs, "width running with the mass; tau leptons polarised"),
            DecaySummary(
                "Higgs", Array(zip(DecayCard.higgsNames, card.higgs)),
                "WW, ZZ to four fermions and tau spins by their amplitudes at tree level"),
            DecaySummary(
                "tau", tau.map { $0.modes.map { (names($0.daughters), $0.branching) } } ?? [],
                "one to three pions, K, K* and leptons follow the spin"),
        ]
    }

    private static func names(_ products: [Int32]) -> String {
        products.map(ParticleData.name).joined(separator: " ")
    }

    /// Whether it belongs to a process with these final particles.
    func concerns(_ finalState: [String]) -> Bool {
        func has(_ pdgID: Int32) -> Bool {
            finalState.contains(ParticleData.name(pdgID)) || finalState.contains(ParticleData.name(-pdgID))
        }
        let (top, w, z, higgs) = (has(6), has(24), has(23), has(25))
        switch name {
        case "top": return top
        case "W": return top || w || higgs
        case "Z": return z || higgs
        case "Higgs": return higgs
        default: return top || w || z || higgs
        }
    }

    /// Lines of about 110 characters; branching ratios with four digits, modes below 0.1 % left out.
    var lines: [String] {
        let shown = modes.filter { $0.branching >= 1e-3 || name == "Higgs" || name == "top" }
        let texts = shown.map { mode -> String in
            let digits = mode.branching < 1e-3 ? 1e6 : 1e4
            return "\(mode.name) \(Double(Int(mode.branching * digits + 0.5)) / digits)"
        }
        let label = "  " + name + " decays"
        var lines = [label + String(repeating: " ", count: max(17 - label.count, 1)) + meaning + ":"]
        var line = ""
        for text in texts {
            if line.count + text.count > 90 {
                lines.append(String(repeating: " ", count: 17) + line + ",")
                line = ""
            }
            line += (line.isEmpty ? "" : ", ") + text
        }
        if !line.isEmpty { lines.append(String(repeating: " ", count: 17) + line) }
        return lines
    }
}
