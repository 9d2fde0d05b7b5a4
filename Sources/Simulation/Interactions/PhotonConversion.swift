// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Photons in one material: conversion to e⁺e⁻ pairs by Bethe and Heitler with screening, and Compton scattering.
///
/// dσ/dε ∝ [ε² + (1 − ε)²](Φ₁ − F/2) + ⅔ ε(1 − ε)(Φ₂ − F/2) for a positron with the share ε of the energy
/// (Butcher and Messel 1960), normalised to 7/9 per radiation length where screening is complete. The Coulomb
/// correction, which is that of high energies, comes in between 5 and 50 MeV. Conversion is good to some 5 % above 5 MeV
/// (20 % at 3 MeV). Neither the Landau-Pomeranchuk-Migdal effect (TeV) nor photoabsorption (below 0.1 MeV) are there.
struct PhotonConversion: BitwiseCopyable, @unchecked Sendable {
    private let screening: NuclearScreening
    /// Conversions per mm at complete screening, and electrons per mm and mm² of cross-section.
    private let asymptote: Double
    private let electronDensity: Double
    /// The share of it, over ln E from `firstLogEnergy` in steps of 1/`perUnit`.
    private let table: UnsafePointer<Double>

    static let firstLogEnergy = -6.9
    static let perUnit = 8.0
    static let nodes = 130
    /// GeV.
    static let threshold = 2 * PhysicsConstants.electronMass

    init(_ material: Material, table: UnsafePointer<Double>) {
        screening = NuclearScreening(material)
        asymptote = 7 / 9.0 / material.radiationLength
        electronDensity = material.electronDensity
        self.table = table
    }

    /// The table of a material.
    static func table(_ material: Material) -> [Double] {
        let screening = NuclearScreening(material)
        return (0..<nodes).map { i in
            share(Elementary.exp(firstLogEnergy + Double(i) / perUnit), screening)
        }
    }

    /// The cross-section over its asymptote, by the midpoint rule in ε.
    private static func share(_ energy: Double, _ screening: NuclearScreening) -> Double {
        guard energy > threshold else { return 0 }
        let least = PhysicsConstants.electronMass / energy
        let coulombShare = coulombShare(energy)
        var sum = 0.0
        for i in 0..<200 {
            let epsilon = least + (1 - 2 * least) * (Double(i) + 0.5) / 200
            sum += density(epsilon, energy, screening, coulombShare)
        }
        return sum / 200 * (1 - 2 * least) / (7 / 9.0 * screening.complete)
    }

    private static func density(
        _ epsilon: Double, _ energy: Double, _ screening: NuclearScreening, _ coulombShare: Double
    ) -> Double {
        let product = epsilon * (1 - epsilon)
        let (first, second) = screening.bracket(screening.scale / (energy * product), share: coulombShare)
        return (1 - 2 * product) * first + 2 / 3.0 * product * second
    }

    private static func coulombShare(_ energy: Double) -> Double {
        if energy >= 0.05 { return 1 }
        if energy <= 0.005 { return 0 }
        return Elementary.log(energy / 0.005) / 2.302585092994046
    }

    /// Conversions and Compton scatterings per mm for a photon of an energy in GeV.
    func inverseLengths(energy: Double) -> (conversion: Double, compton: Double) {
        let compton = electronDensity * ComptonScattering.crossSection(energy)
        guard energy > PhotonConversion.threshold else { return (0, compton) }
        let place = (Elementary.log(energy) - PhotonConversion.firstLogEnergy) * PhotonConversion.perUnit
        let bounded = max(0, min(place, Double(PhotonConversion.nodes - 1)))
        let i = min(Int(bounded), PhotonConversion.nodes - 2)
        let low = table[i]
        return (asymptote * (low + (bounded - Double(i)) * (table[i + 1] - low)), compton)
    }

    /// Converts a photon: appends the electron and the positron, in this order. Their energies add up to the photon's; the
    /// nucleus takes the momentum that is left.
    ///
    /// - Precondition: the photon's energy is above `threshold`, and there is room for two.
    func convert(_ photon: Momentum, _ random: inout RandomStream, into buffer: inout SecondaryBuffer) {
        let energy = photon.size
        let positron = energy * positronShare(energy, &random)
        let axes = FlightAxes(along: photon)
        let around = random.azimuth()
        let mass = PhysicsConstants.electronMass
        append(11, energy - positron, axes, around, &random, &buffer, mass)
        append(-11, positron, axes, (-around.cosine, -around.sine), &random, &buffer, mass)
    }

    private func append(
        _ id: Int32, _ energy: Double, _ axes: FlightAxes, _ around: (cosine: Double, sine: Double),
        _ random: inout RandomStream, _ buffer: inout SecondaryBuffer, _ mass: Double
    ) {
        let angle = min(random.radiationAngle() * mass / energy, PhysicalConstants.pi)
        let momentum = max(0, (energy - mass) * (energy + mass)).squareRoot()
        buffer.append(id, axes.momentum(momentum, cosine: Elementary.cos(angle), around), mass: mass)
    }

    /// The share of the energy that the positron gets, by rejection against a constant: 7/9 are accepted at high energy.
    private func positronShare(_ energy: Double, _ random: inout RandomStream) -> Double {
        let least = PhysicsConstants.electronMass / energy
        let coulombShare = PhotonConversion.coulombShare(energy)
        // Both brackets are largest at ε = ½, and the factors of the first and the second add up to at most 1.
        let most = screening.bracket(4 * screening.scale / energy, share: coulombShare).0
        // Near threshold the formula may leave nothing: then any share is as good.
        guard most > 0 else { return least + (1 - 2 * least) * random.uniform() }
        while true {
            let epsilon = least + (1 - 2 * least) * random.uniform()
            let density = PhotonConversion.density(epsilon, energy, screening, coulombShare)
            if random.uniform() * most < density { return epsilon }
        }
    }
}

/// Compton scattering by free electrons at rest: O. Klein and Y. Nishina, Z. Phys. 52 (1929) 853.
enum ComptonScattering {
    /// Total cross-section per electron in mm².
    static func crossSection(_ energy: Double) -> Double {
        let k = energy / PhysicsConstants.electronMass
        let twoPiRadius2 = PhysicalConstants.twoPi * PhysicsConstants.electronRadius2
        // The closed form loses digits where it tends to Thomson's 8π/3 r².
        if k < 0.01 { return twoPiRadius2 * 4 / 3 * (1 - 2 * k * (1 - 2.6 * k)) }
        let logarithm = Elementary.log1p(2 * k)
        let double = 1 + 2 * k
        let first = (1 + k) / (k * k) * (2 * (1 + k) / double - logarithm / k)
        return twoPiRadius2 * (first + logarithm / (2 * k) - (1 + 3 * k) / (double * double))
    }

    /// Scatters a photon: appends the photon and the electron, in this order. Energy and momentum are those of the photon.
    ///
    /// - Precondition: there is room for two.
    static func scatter(_ photon: Momentum, _ random: inout RandomStream, into buffer: inout SecondaryBuffer) {
        let energy = photon.size
        let k = energy / PhysicsConstants.electronMass
        let share = energyShare(k, &random)
        let lack = (1 - share) / (share * k)
        let axes = FlightAxes(along: photon)
        let scattered = axes.momentum(energy * share, cosine: max(-1, 1 - lack), random.azimuth())
        buffer.append(22, scattered, mass: 0)
        buffer.append(11, photon - scattered, mass: PhysicsConstants.electronMass)
    }

    /// E′/E: density (1/ε + ε)(1 − ε sin²θ/(1 + ε²)) by composition and rejection (J. C. Butcher and H. Messel 1960).
    private static func energyShare(_ k: Double, _ random: inout RandomStream) -> Double {
        let least = 1 / (1 + 2 * k)
        let first = -Elementary.log(least)
        let second = 0.5 * (1 - least * least)
        while true {
            let share: Double
            if random.uniform() * (first + second) < first {
                share = Elementary.exp(-first * random.uniform())
            } else {
                share = (least * least + (1 - least * least) * random.uniform()).squareRoot()
            }
            let lack = (1 - share) / (share * k)
            let sine2 = max(0, lack * (2 - lack))
            if random.uniform() < 1 - share * sine2 / (1 + share * share) { return share }
        }
    }
}
