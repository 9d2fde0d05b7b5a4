// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// The energy that a charged particle leaves in a sensor, which is not the energy that it loses: electrons knocked out
/// with more than `cut` leave the sensor and take theirs with them.
///
/// Landau and Vavilov's distribution of the energy lost to collisions below the cut, widened for the binding of the
/// electrons: the variance grows by (8/3) ξ Σ fᵢ Iᵢ ln(2 m_e c² β²/Iᵢ) (P. Shulek et al., Sov. J. Nucl. Phys. 4 (1967)
/// 400; S. Hancock et al., Phys. Rev. A 28 (1983) 615). The levels Iᵢ and their strengths fᵢ are the two of
/// K. Lassila-Perini and L. Urbán, NIM A362 (1995) 416: I₂ = 10 eV Z², f₂ = 2/Z, and the first from the mean I.
/// Good where the particle makes many collisions: silicon of more than some 50 µm.
struct DepositFluctuation: BitwiseCopyable {
    /// Most kinetic energy of an electron that stays in the sensor, T_cut in GeV.
    let cut: Double
    /// Σ fᵢ Iᵢ ln(2 m_e c²/Iᵢ) and Σ fᵢ Iᵢ, GeV.
    let shellConstant: Double
    let shellSlope: Double

    /// The cut is the energy whose practical range is the slab's thickness: 0.28 MeV for 300 µm of silicon.
    init(_ slab: MaterialSlab, _ material: Material) {
        let depth = slab.thickness / Units.centimetre * material.density
        cut = DepositFluctuation.energy(ofRange: depth)
        let z = material.atomicNumber
        let inner = 10 * z * z * Units.eV
        let innerStrength = min(2 / z, 0.5)
        let outerStrength = 1 - innerStrength
        let logOuter =
            (Elementary.log(material.meanExcitationEnergy) - innerStrength * Elementary.log(inner)) / outerStrength
        let outer = Elementary.exp(logOuter)
        let twiceElectron = Ionisation.logTwiceElectronMass
        let sum = innerStrength * inner * (twiceElectron - Elementary.log(inner))
        shellConstant = sum + outerStrength * outer * (twiceElectron - logOuter)
        shellSlope = innerStrength * inner + outerStrength * outer
    }

    /// Kinetic energy in GeV of an electron of given practical range in g/cm²: L. Katz and A. S. Penfold, Rev. Mod.
    /// Phys. 24 (1952) 28, R = 0.412 T^(1.265 − 0.0954 ln T) up to 2.5 MeV, 0.530 T − 0.106 above; good to 5 % from
    /// 10 keV on.
    static func energy(ofRange range: Double) -> Double {
        if range > 1.219 { return (range + 0.106) / 0.530 * Units.MeV }
        let logarithm = Elementary.log(range / 0.412)
        let root = (1.265 * 1.265 - 4 * 0.0954 * logarithm).squareRoot()
        return Elementary.exp((1.265 - root) / (2 * 0.0954)) * Units.MeV
    }
}

/// The constants of `DepositFluctuation` of the sensors that the lanes' particles are in.
struct SensorValues<V: ElementaryLanes> {
    let cut, shellConstant, shellSlope: V
    /// ln(ξ₁/T_cut).
    let logWidth: V
}

extension SensorValues<Double> {
    init(_ slab: SlabConstants, cut other: Double? = nil) {
        let fluctuation = slab.deposit
        cut = other ?? fluctuation.cut
        shellConstant = fluctuation.shellConstant
        shellSlope = fluctuation.shellSlope
        logWidth = Elementary.log(slab.xi / cut)
    }
}

/// The distribution of the deposit of each lane's particle: λ from a `VavilovDistribution` and a normal number make one.
struct DepositShape<V: ElementaryLanes> {
    /// The deposit for λ = 0, and per λ: ξ, GeV.
    let origin, xi: V
    /// What the table of the distribution is entered with.
    let logKappa: V
    /// Standard deviation of the shells' contribution, GeV.
    let sigma: V
    /// Kinetic energy of the particle, GeV: it leaves no more.
    let kinetic: V

    @inline(__always)
    init(_ passage: Passage<V>, _ slab: SlabValues<V>, _ sensor: SensorValues<V>) {
        let logThickness = passage.logThickness
        let (probable, width) = Ionisation.mostProbableLoss(passage, slab, logThickness: logThickness)
        xi = width
        kinetic = passage.energy - V(every: 1) / passage.inverseMass
        // W_max of eq. 34.4; half the kinetic energy for electrons, which are told from those that they meet by energy.
        let ratio = passage.inverseMass * PhysicsConstants.electronMass
        let betaGamma2 = passage.gamma * passage.gamma * passage.beta2
        let recoil = (passage.gamma * 2 + ratio) * ratio + 1
        let heavy = betaGamma2 * (2 * PhysicsConstants.electronMass) / recoil
        let hardest = V.select(passage.isElectron, kinetic * 0.5, heavy)
        let isCut = sensor.cut.isAtMost(hardest)
        let limit = V.select(isCut, sensor.cut, hardest)
        // The cross-section's factor 1 − β² T/W_max takes β²′ = β² T_cut/W_max from the mean and half of that from the
        // variance: the first as a shift, the second by a lower limit, which lowers the mean by its logarithm.
        let spin = passage.beta2 * limit / hardest
        let logLowered = DepositShape.logOneMinus(spin * 0.5)
        let logUncut = logThickness + sensor.logWidth - logLowered
        logKappa =
            V.holdsEverywhere(isCut) ? logUncut : logUncut - Elementary.log(limit / sensor.cut)
        let shift = spin + logLowered
        origin = probable - width * (shift + VavilovDistribution.landauMode)
        // ln β² = −ln(1 + 1/βγ²).
        let shells = sensor.shellConstant - sensor.shellSlope * Ionisation.logOnePlus(passage.inverseBeta2 - 1)
        let variance = width * shells * (8 / 3.0)
        let zero = V(every: 0)
        sigma = V.select(zero.isBelow(variance), variance, zero).root()
    }

    /// ln(1 − x) for 0 ≤ x ≤ ½: below 1/32 the series, whose first term left out is below 2e-10.
    @inline(__always)
    private static func logOneMinus(_ x: V) -> V {
        var sum: V = x * 0.2 + 0.25
        sum = x * sum + 1 / 3.0
        sum = x * sum + 0.5
        sum = x * sum + 1.0
        let series = V(every: 0) - x * sum
        let isSmall = x.isBelow(V(every: 0.03125))
        if V.holdsEverywhere(isSmall) { return series }
        return V.select(isSmall, series, Elementary.log(V(every: 1) - x))
    }

    /// Deposits in GeV, from λ at `logKappa` and standard normal numbers.
    @inline(__always)
    func deposit(lambda: V, normal: V) -> V {
        let free = origin + xi * lambda + sigma * normal
        let bounded = V.select(free.isBelow(kinetic), free, kinetic)
        return V.select(V(every: 0).isBelow(bounded), bounded, V(every: 0))
    }
}

extension VavilovDistribution {
    /// Most probable λ of Landau's distribution (Kölbig and Schorr, Comp. Phys. Comm. 31 (1984) 97), from which the
    /// most probable loss of eq. 34.12 is counted.
    static let landauMode = -0.22278298
}
