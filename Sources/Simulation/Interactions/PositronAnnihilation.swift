// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Annihilation of positrons with free electrons at rest into two photons: W. Heitler, The Quantum Theory of Radiation,
/// 3rd edition (Oxford 1954), sec. 27.
///
/// One photon takes the share ε of the energy E + m with the density (1/ε)[1 + 2γ/(γ + 1)² − ε − 1/((γ + 1)² ε)] between
/// ½[1 ∓ √((γ − 1)/(γ + 1))], which also says where it goes. Not there: annihilation into one photon by bound electrons
/// (some per cent of this in lead), into three photons, and into pairs of muons (from 44 GeV on).
enum PositronAnnihilation {
    /// Cross-section per electron in mm².
    ///
    /// - Parameter betaGamma: momentum over mass, positive.
    static func crossSection(betaGamma: Double) -> Double {
        let gamma = (1 + betaGamma * betaGamma).squareRoot()
        let logarithm = Elementary.log(gamma + betaGamma)
        let polynomial = gamma * gamma + 4 * gamma + 1
        let bracket = polynomial * logarithm / (betaGamma * betaGamma) - (gamma + 3) / betaGamma
        return PhysicalConstants.pi * PhysicsConstants.electronRadius2 * bracket / (gamma + 1)
    }

    /// In flight: appends the two photons, which share the positron's momentum, its energy and an electron's mass.
    ///
    /// - Parameter positron: not zero, GeV/c.
    /// - Precondition: there is room for two.
    static func inFlight(_ positron: Momentum, _ random: inout RandomStream, into buffer: inout SecondaryBuffer) {
        let mass = PhysicsConstants.electronMass
        let energy = (positron.squared + mass * mass).squareRoot()
        let gamma = energy / mass
        let share = energyShare(gamma, &random)
        let betaGamma = positron.size / mass
        let cosine = (share * (gamma + 1) - 1) / (share * betaGamma)
        let axes = FlightAxes(along: positron)
        let first = axes.momentum(share * (energy + mass), cosine: max(-1, min(1, cosine)), random.azimuth())
        buffer.append(22, first, mass: 0)
        buffer.append(22, positron - first, mass: 0)
    }

    /// By rejection from 1/ε: the rest of the density is largest, (γ² + 2γ − 1)/(γ + 1)², where ε = 1/(γ + 1).
    private static func energyShare(_ gamma: Double, _ random: inout RandomStream) -> Double {
        let spread = ((gamma - 1) / (gamma + 1)).squareRoot()
        // (1 − s²)/(1 + s) without loss of digits.
        let least = 1 / ((gamma + 1) * (1 + spread))
        let range = Elementary.log((1 + spread) * (1 + spread) * (gamma + 1) * 0.5)
        let inverse2 = 1 / ((gamma + 1) * (gamma + 1))
        let most = (gamma * (gamma + 2) - 1) * inverse2
        while true {
            let share = least * Elementary.exp(range * random.uniform())
            let density = 1 + 2 * gamma * inverse2 - share - inverse2 / share
            if random.uniform() * most < density { return share }
        }
    }

    /// At rest: appends the two photons, back to back.
    static func atRest(_ random: inout RandomStream, into buffer: inout SecondaryBuffer) {
        let photon = random.direction() * PhysicsConstants.electronMass
        buffer.append(22, photon, mass: 0)
        buffer.append(22, photon * -1, mass: 0)
    }
}

extension PhysicsConstants {
    /// Square of the classical electron radius, mm² (CODATA 2018).
    static let electronRadius2 = 2.8179403262e-12 * 2.8179403262e-12
}

extension Material {
    /// Electrons per mm³: N_A Z/A ρ.
    var electronDensity: Double { 6.02214076e23 * ratioZA * density * 1e-3 }
}
