// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Foundation

/// The transverse momenta and pseudorapidities that a gun shoots at, against the thresholds of the transport.
///
/// The usual thresholds are made for collisions: they leave a beam along z out, whose particles then make no hits.
struct GunReach {
    /// GeV/c; of a normal distribution what lies within three standard deviations.
    let pT: ClosedRange<Double>
    let absEta: ClosedRange<Double>

    init(_ gun: Recipe.Gun) {
        let eta = gun.eta.reach
        let largest = max(abs(eta.lowerBound), abs(eta.upperBound))
        let smallest = eta.contains(0) ? 0 : min(abs(eta.lowerBound), abs(eta.upperBound))
        absEta = smallest...largest
        let momentum = max(gun.momentum.reach.lowerBound, 0)...max(gun.momentum.reach.upperBound, 0)
        let masses = gun.species.map { ParticleData.mass($0) ?? 0 }
        func total(_ energy: Double, _ mass: Double) -> Double { max(energy * energy - mass * mass, 0).squareRoot() }
        let least =
            gun.momentumKind == .energy ? total(momentum.lowerBound, masses.max() ?? 0) : momentum.lowerBound
        let most = gun.momentumKind == .energy ? total(momentum.upperBound, masses.min() ?? 0) : momentum.upperBound
        if gun.momentumKind == .transverse {
            pT = least...most
        } else {
            pT = least / Elementary.cosh(largest)...most / Elementary.cosh(smallest)
        }
    }

    /// Warns of a gun whose particles the transport leaves out, all or some of them.
    static func warn(of recipe: Recipe, in root: Section) {
        guard case .gun(let gun) = recipe.source, let section = root.section("gun") else { return }
        let reach = GunReach(gun)
        let limits = recipe.simulation
        func warn(_ key: String, all: Bool, _ reason: String, _ remedy: String) {
            section.report(
                "not-followed", at: key, severity: .warning,
                all
                    ? "no particle of the gun is followed, none makes a hit"
                    : "not all particles of the gun are followed",
                reason: reason, remedy: remedy)
        }
        if reach.absEta.upperBound > limits.maximumAbsEta {
            let range = text(reach.absEta)
            warn(
                "eta", all: reach.absEta.lowerBound > limits.maximumAbsEta,
                "|eta| is \(range), `simulation.max_abs_eta` \(text(limits.maximumAbsEta))",
                "raise `simulation.max_abs_eta` (up to 10) or change `eta`")
        }
        if reach.pT.lowerBound < limits.minimumPT {
            let range = text(reach.pT)
            warn(
                gun.momentumKind.rawValue, all: reach.pT.upperBound < limits.minimumPT,
                "pT is \(range) GeV, `simulation.min_pT_GeV` \(text(limits.minimumPT))",
                "lower `simulation.min_pT_GeV` (down to 0.001) or change the momentum")
        }
    }

    private static func text(_ value: Double) -> String { String(format: "%.3g", value) }

    private static func text(_ range: ClosedRange<Double>) -> String {
        let (least, most) = (text(range.lowerBound), text(range.upperBound))
        return least == most ? least : "\(least) to \(most)"
    }
}

extension Recipe.Distribution {
    /// The values it takes; of a normal distribution those within three standard deviations.
    fileprivate var reach: ClosedRange<Double> {
        switch self {
        case .fixed(let value): value...value
        case .uniform(let range), .logUniform(let range): range
        case .normal(let mean, let sigma): mean - 3 * sigma...mean + 3 * sigma
        }
    }
}
