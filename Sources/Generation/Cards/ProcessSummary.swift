// SPDX-License-Identifier: GPL-3.0-or-later

/// What the cards say about a hard process besides its decays, in words: for listings.
public struct ProcessSummary: Sendable, Codable, Equatable {
    /// Partonic processes; `q` and `Q` are light quarks of two flavours, `U` and `D` up- and down-type ones.
    public var channels: [String]
    public var lightFlavours: Int
    /// Powers of the couplings in the cross-section.
    public var couplings: String
    public var renormalisationScale: String
    public var factorisationScale: String
    /// Cuts on massless partons; empty for none.
    public var cuts: String
    public var densities: String
    /// Masses and widths, GeV.
    public var masses: [String]
    /// Radiation and hadronisation.
    public var radiation: [String]
    public var kFactor: Double

    /// Nil for a process without amplitude.
    init?(_ card: ProcessCard, _ cards: GeneratorCards) {
        guard card.amplitude != .minimumBias else { return nil }
        channels = card.channels.map(\.name)
        lightFlavours = card.lightFlavours
        let electroweak = card.finalState.count - card.strongPower
        couplings = "alpha_s^\(card.strongPower)" + (electroweak > 0 ? " alpha^\(electroweak)" : "")
        let factors = cards.partonDensities.scale
        renormalisationScale = card.renormalisation.text(times: factors.renormalisationFactor)
        factorisationScale = card.factorisation.text(times: factors.factorisationFactor)
        cuts =
            card.cuts == PartonCuts()
            ? "" : "massless partons with pT above \(card.cuts.minimumPT) GeV and |eta| below \(card.cuts.maximumEta)"
        let coupling = cards.partonDensities.coupling
        densities =
            "\(cards.partonDensities.name), alpha_s(m_Z) = \(coupling.valueAtZ), "
            + (coupling.loops == 1 ? "one loop" : "two loops")
        masses = Self.masses(cards.processes)
        let tune = cards.fragmentation
        radiation = [
            "initial state: alpha_s(m_Z) \(tune.initialCoupling) down to \(tune.initialCutoff) GeV",
            "final state: alpha_s(m_Z) \(tune.showerCoupling) down to \(tune.showerCutoff) GeV",
            "Lund strings: a \(tune.lundA), b \(tune.lundB) per GeV²",
        ]
        kFactor = card.kFactor
    }

    private static func masses(_ list: ProcessListCard) -> [String] {
        [("t", list.top), ("W", list.w), ("Z", list.z), ("H", list.higgs)]
            .map { "\($0.0) \($0.1.mass) (width \($0.1.width))" }
            + ["b \(list.bottomMass)", "Yukawa coupling of t \(list.yukawaMass)"]
    }

    /// Lines for a terminal.
    var lines: [String] {
        var lines = Self.wrapped("channels", channels)
        lines.append("  partons        \(lightFlavours) light flavours: q, Q any two, U, D up- and down-type")
        lines.append("  couplings      \(couplings)")
        lines.append("  scales         renormalisation: \(renormalisationScale)")
        lines.append("                 factorisation: \(factorisationScale)")
        if !cuts.isEmpty { lines.append("  cuts           \(cuts)") }
        lines.append("  densities      \(densities)")
        lines += Self.wrapped("masses", masses) + Self.wrapped("radiation", radiation)
        lines.append("  K-factor       \(kFactor)")
        return lines
    }

    private static func wrapped(_ label: String, _ parts: [String]) -> [String] {
        let blank = String(repeating: " ", count: 17)
        var lines = ["  " + label + String(repeating: " ", count: 15 - label.count)]
        for (i, part) in parts.enumerated() {
            let text = i + 1 < parts.count ? part + "; " : part
            if lines[lines.count - 1].count + text.count > 112 { lines.append(blank) }
            lines[lines.count - 1] += text
        }
        return lines.map { $0.last == " " ? String($0.dropLast()) : $0 }
    }
}

extension ScaleChoice {
    /// In words, with a further factor.
    func text(times further: Double) -> String {
        let total = factor * further
        let base =
            switch kind {
            case .meanSquare: "root mean square of the transverse masses"
            case .geometric: "geometric mean of the transverse masses"
            case .twoSmallest: "geometric mean of the two smallest transverse masses"
            case .sum: "sum of the transverse masses"
            case .fixed: "GeV"
            }
        if kind == .fixed { return "\(total) GeV" }
        return total == 1 ? base : "\(total) times the \(base)"
    }
}
