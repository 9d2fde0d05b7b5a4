// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Cross-sections of `HadronNucleonReaction` at equal steps of ln p, in memory that collisions read without more ado.
final class HadronNucleonTable: Sendable {
    private let values: UnsafeTable<Double>

    static let firstLog = -3.0
    static let perUnit = 24.0
    /// Up to e⁹ GeV/c = 8 TeV/c; the last value holds beyond.
    static let nodes = 289

    init() {
        var all: [Double] = []
        for reaction in HadronNucleonReaction.allCases {
            for i in 0..<HadronNucleonTable.nodes {
                let momentum = Elementary.exp(
                    HadronNucleonTable.firstLog + Double(i) / HadronNucleonTable.perUnit)
                let (total, absorptive) = reaction.crossSections(momentum: momentum)
                all += [total, min(total, absorptive)]
            }
        }
        values = UnsafeTable(all)
    }

    /// A reader; valid while the table lives.
    var view: View { View(base: values.pointer) }

    struct View: BitwiseCopyable, @unchecked Sendable {
        let base: UnsafePointer<Double>

        /// Total and absorptive cross-section with a nucleon of a nucleus that has this share of protons, mb.
        func crossSections(
            _ species: HadronSpecies, momentum: Double, protonShare: Double
        ) -> (total: Double, absorptive: Double) {
            let (p, n) = both(species, momentum)
            let factor = species.reactions.factor
            let rest = 1 - protonShare
            return (
                factor * (protonShare * p.0 + rest * n.0), factor * (protonShare * p.1 + rest * n.1)
            )
        }

        /// The chance that a nucleon that is met once is a proton.
        func protonChance(_ species: HadronSpecies, momentum: Double, protonShare: Double) -> Double {
            let (p, n) = both(species, momentum)
            return protonShare * p.0 / (protonShare * p.0 + (1 - protonShare) * n.0)
        }

        /// Total and absorptive cross-section with a proton and with a neutron, mb.
        private func both(
            _ species: HadronSpecies, _ momentum: Double
        ) -> (proton: (Double, Double), neutron: (Double, Double)) {
            let place = (Elementary.log(momentum) - firstLog) * perUnit
            let bounded = max(0, min(place, Double(nodes - 1)))
            let i = min(Int(bounded), nodes - 2)
            let fraction = bounded - Double(i)
            let (proton, neutron, _) = species.reactions
            return (value(proton, i, fraction), value(neutron, i, fraction))
        }

        private func value(_ reaction: HadronNucleonReaction, _ i: Int, _ fraction: Double) -> (Double, Double) {
            let low = base + 2 * (reaction.rawValue * nodes + i)
            return (low[0] + fraction * (low[2] - low[0]), low[1] + fraction * (low[3] - low[1]))
        }
    }
}
